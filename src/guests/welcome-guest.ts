import { changeGuest, findGuest } from '../db/guests.ts';
import { AppError, isPassing } from '../errors.ts';
import type { GuestDeps } from './deps.ts';
import { auditGuest, inRow } from './end-row.ts';
import { type Newcomer, readNewcomer } from './newcomer.ts';
import { welcomeInChat } from './welcome-in-chat.ts';
import { welcomeInTeam } from './welcome-in-team.ts';

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
  if (errors.length > 0) throw errors.find(isPassing) ?? errors[0];
  await note(deps, newcomer);
}

/** Writes down that a guest could not be welcomed. He has his mail, and is in. */
export async function giveUpWelcome(deps: GuestDeps, rowId: string, error: unknown): Promise<void> {
  const row = await findGuest(deps.db, rowId);
  if (!row) return;
  const code = error instanceof AppError ? error.code : 'unexpected';
  await inRow(deps, row, (tx, locked, request) =>
    auditGuest(tx, deps, { action: 'guest.notWelcomed', row: locked, request, after: { code } }),
  );
}

async function note(deps: GuestDeps, { row }: Newcomer): Promise<void> {
  await inRow(deps, row, async (tx, locked, request) => {
    if (locked.welcomedAt) return;
    const at = deps.clock.now();
    await changeGuest(tx, locked, { welcomedAt: at }, at);
    await auditGuest(tx, deps, { action: 'guest.welcomed', row: locked, request, after: {} });
  });
}
