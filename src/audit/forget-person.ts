import { randomUUID } from 'node:crypto';
import { appendAudit, GUESTLIST } from '../db/audit.ts';
import { awaitNewKeys, destroyKeys, nameOf } from '../db/person-keys.ts';
import { countMentions, type Mentions, namesOfSamePerson } from '../db/same-person.ts';
import type { Db } from '../db/types.ts';
import type { Clock } from '../requests/ports.ts';

/** What forgetting somebody came to. */
export interface Forgotten {
  /** The refs by which the audit knew him; nobody can say any more whose they were. Empty: it knew nobody so named. */
  readonly refs: readonly string[];
  /** Where he still stands outside of the audit: nothing of this was touched. */
  readonly left: Mentions;
}

/**
 * Forgets a person in the audit, for ever: destroys the keys of everything that is sealed for him, by his
 * Entra object id or address and every other one that our rows have for him. The rows stay, and the chain.
 */
export function forgetPerson(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  who: string,
): Promise<Forgotten> {
  return db.transaction(async (tx) => {
    await awaitNewKeys(tx);
    const at = clock.now();
    const names = await namesOfSamePerson(tx, nameOf(who));
    const refs = await destroyKeys(tx, names, at);
    const correlationId = randomUUID();
    for (const subject of refs) {
      await appendAudit(tx, {
        at,
        actor: GUESTLIST,
        action: 'person.forgotten',
        subject,
        correlationId,
      });
    }
    return { refs, left: await countMentions(tx, names) };
  });
}
