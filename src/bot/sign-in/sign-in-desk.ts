import { AppError } from '../../errors.ts';
import type { OurTurn } from '../deps.ts';
import type { PeopleTokens } from './people-tokens.ts';

/** Who signs in or out, and where. */
export interface SignInDesk {
  readonly tokens: PeopleTokens;
  readonly memberId: string;
}

/** Throws AppError `signIn.off` where nothing is done in people's names; each call `unavailable` where the service is silent. */
export function signInDesk({ deps, turn }: OurTurn): SignInDesk {
  const { peopleTokens } = deps;
  if (!peopleTokens) throw new AppError('signIn.off');
  if (turn.memberId === null) throw new AppError('turn.unreadable');
  return { tokens: naming(peopleTokens), memberId: turn.memberId };
}

/** The same, with a name for what the service does not answer. */
function naming(tokens: PeopleTokens): PeopleTokens {
  return {
    connectionName: tokens.connectionName,
    tokenOf: (...of) => named(tokens.tokenOf(...of)),
    redeemCode: (...of) => named(tokens.redeemCode(...of)),
    exchange: (...of) => named(tokens.exchange(...of)),
    signOut: (...of) => named(tokens.signOut(...of)),
    signInResource: (...of) => named(tokens.signInResource(...of)),
  };
}

async function named<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    throw new AppError('unavailable', {}, { cause });
  }
}
