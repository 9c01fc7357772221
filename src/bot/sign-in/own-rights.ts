import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../../requests/deps.ts';
import type { ChatAddress, Notifier, OwnRights } from '../../requests/ports.ts';
import type { PeopleTokens } from './people-tokens.ts';

/** What people's own rights are asked for through. */
export interface OwnRightsDeps {
  readonly tokens: PeopleTokens;
  readonly chats: { personal(personId: string): Promise<ChatAddress | null> };
  readonly notifier: Pick<Notifier, 'rosterId'>;
  readonly log: Log;
}

/** A second look after this, in ms, where the service did not answer: the job can go on without it. */
const AGAIN_MS = 500;

/**
 * People's own rights, from the token service. A person is known there by his Teams id, which the roster of
 * his own chat tells; who has none has never signed in.
 */
export function createOwnRights(deps: OwnRightsDeps): OwnRights {
  return {
    async token(personId) {
      try {
        const chat = await deps.chats.personal(personId);
        const memberId = chat && (await deps.notifier.rosterId(chat, personId));
        return memberId ? await askTwice(() => deps.tokens.tokenOf(memberId)) : null;
      } catch (err) {
        deps.log.warn({ err, personId }, 'own right not to be had');
        return null;
      }
    },
  };
}

async function askTwice<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch {
    await wait(AGAIN_MS);
    return ask();
  }
}
