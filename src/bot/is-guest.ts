import type { BotDeps } from './deps.ts';

/** Whether somebody is a guest here, who may not invite. Where the directory does not answer, he is not taken for one. */
export async function isGuest({ requests, log }: BotDeps, personId: string | null) {
  if (personId === null) return false;
  try {
    const account = await requests.directory.account(personId);
    return account?.userType === 'guest';
  } catch (err) {
    log.warn({ err, actor: personId }, 'account not read');
    return false;
  }
}
