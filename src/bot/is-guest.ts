import type { BotDeps } from './deps.ts';

/**
 * Whether somebody is a guest here, who may not invite: for what he is told, not for what he may do. Where
 * the directory does not answer, he is not taken for one.
 */
export async function isGuest({ requests, log, memory }: BotDeps, personId: string | null) {
  if (personId === null) return false;
  const key = `account ${personId}`;
  const known = memory.recall(key);
  if (known !== null) return known === 'guest';
  try {
    const account = await requests.directory.account(personId);
    if (account) memory.note(key, account.userType);
    return account?.userType === 'guest';
  } catch (err) {
    log.warn({ err, actor: personId }, 'account not read');
    return false;
  }
}
