import { changeGuest, findGuest, grantsOf } from '../db/guests.ts';
import { claimNotice, findNotice } from '../db/notices.ts';
import { hasTimer } from '../db/timers.ts';
import { problemOf, worstOf } from '../requests/problem-of.ts';
import type { GuestDeps } from './deps.ts';
import { auditGuest, inRow } from './end-row.ts';
import { type Newcomer, readNewcomer } from './newcomer.ts';
import { CHAT_WELCOME, welcomeInChat } from './welcome-in-chat.ts';
import { WELCOME_TIMER, welcomeInTeam } from './welcome-in-team.ts';

/**
 * Welcomes a guest where he can be reached, once in each place: by a mention in the channel of each of
 * his teams, and in his own chat, which is a bonus. Run again, it goes on where it was cut off.
 *
 * @throws AppError passing ones; the other places have been tried by then
 */
export async function welcomeGuest(deps: GuestDeps, rowId: string): Promise<void> {
  const newcomer = await readNewcomer(deps, rowId);
  if (!newcomer) return;
  const errors: unknown[] = [];
  for (const { resource, grant } of newcomer.places) {
    if (resource.kind !== 'team' || grant.welcomeActivity) continue;
    await welcomeInTeam(deps, newcomer, resource).catch((error) => errors.push(error));
  }
  await welcomeInChat(deps, newcomer).catch((error) => errors.push(error));
  if (errors.length > 0) throw worstOf(errors);
  await note(deps, newcomer);
}

/** Writes down that a guest could not be welcomed. He has his mail, and is in. */
export async function giveUpWelcome(deps: GuestDeps, rowId: string, error: unknown): Promise<void> {
  const row = await findGuest(deps.db, rowId);
  if (!row) return;
  const { code } = problemOf(error);
  await inRow(deps, row, (tx, locked, request) =>
    auditGuest(tx, deps, { action: 'guest.notWelcomed', row: locked, request, after: { code } }),
  );
}

/** Writes down where he was welcomed; where nobody could say anything to him, that. Whom Teams is still to show is awaited. */
async function note(deps: GuestDeps, { row }: Newcomer): Promise<void> {
  await inRow(deps, row, async (tx, locked, request) => {
    const grants = await grantsOf(tx, row.id);
    const teams = grants.filter(({ welcomeActivity }) => welcomeActivity !== null);
    const chat = (await findNotice(tx, row.id, CHAT_WELCOME))?.activityId != null;
    const said = teams.length + (chat ? 1 : 0);
    if (said === 0 && (await hasTimer(tx, WELCOME_TIMER, row.id))) return;
    const at = deps.clock.now();
    const told = { subject: row.id, event: `welcome.noted ${said}`, activityId: null, at };
    if (!(await claimNotice(tx, told))) return;
    if (said === 0) {
      const after = { code: 'chat.notReachable' };
      return auditGuest(tx, deps, { action: 'guest.notWelcomed', row: locked, request, after });
    }
    await changeGuest(tx, locked, { welcomedAt: locked.welcomedAt ?? at }, at);
    const after = { teams: teams.map(({ resourceId }) => resourceId), chat };
    await auditGuest(tx, deps, { action: 'guest.welcomed', row: locked, request, after });
  });
}
