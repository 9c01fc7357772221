import type { Problem } from '../requests/types.ts';
import type { OurTurn } from './deps.ts';
import { TOO_OLD_MS } from './once.ts';

/** Why somebody's turn is not carried out. `silent`: he knows, or it would come far too late. */
export interface NotNow {
  readonly problem: Problem;
  readonly silent: boolean;
}

/**
 * Whether a turn may be carried out, before anything is read or kept for it; null: it may. `isLook`: nobody
 * has said or pressed anything, a client looks by itself.
 */
export function refuseTurn({ deps, turn }: OurTurn, isLook: boolean): NotNow | null {
  // First, since a refusal is an answer, too. A client looks at many cards when somebody scrolls: that must
  // not pause him.
  const taken = deps.turnLimit.take(isLook ? `${turn.actorId} looks` : turn.actorId);
  if (taken.kind === 'paused') {
    const problem = { code: 'turn.tooFast', params: { seconds: taken.seconds } };
    return { problem, silent: !taken.isFirst };
  }
  if (turn.isOutsider) return { problem: { code: 'turn.otherTenant', params: {} }, silent: false };
  // By the clock that what was done for it is forgotten by.
  const now = deps.requests.clock.now().getTime();
  if (turn.saidAt !== null && now - turn.saidAt.getTime() > TOO_OLD_MS) {
    return { problem: { code: 'turn.tooOld', params: {} }, silent: true };
  }
  return null;
}
