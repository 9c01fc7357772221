import {
  changeGuest,
  findGuest,
  type GrantRow,
  type GuestRow,
  grantsOf,
  recordWelcome,
  settleGrant,
} from '../db/guests.ts';
import { claimNotice, findNotice } from '../db/notices.ts';
import { findRequest, type RequestRow, resourcesOf } from '../db/requests.ts';
import { setTimer } from '../db/timers.ts';
import { AppError, isPassing } from '../errors.ts';
import type { ChatAddress } from '../requests/ports.ts';
import { isNamedStop } from '../requests/problem-of.ts';
import { touchRequest } from '../requests/redraw.ts';
import type { ResourceRef } from '../requests/types.ts';
import type { GuestDeps } from './deps.ts';
import { auditGuest, inRow } from './end-row.ts';

/** A guest who has arrived, as his welcome needs him. */
interface Newcomer {
  readonly row: GuestRow;
  readonly request: RequestRow;
  readonly userId: string;
  readonly arrivedAt: Date;
  readonly places: readonly { readonly resource: ResourceRef; readonly grant: GrantRow }[];
}

/** Timer that has a guest welcomed once Teams shows him in his team. */
export const WELCOME_TIMER = 'welcome-guest';

const MINUTE = 60_000;
/** As long as this a roster that lacks him is taken for one that lags, in milliseconds. */
const LAG = 2 * MINUTE;
/** Where only the group has him, Teams follows within hours: how often to look, and for how long. */
const LOOK_AGAIN = 15 * MINUTE;
const LOOK_UNTIL = 3 * 24 * 60 * MINUTE;

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

async function readNewcomer(deps: GuestDeps, rowId: string): Promise<Newcomer | null> {
  const row = await findGuest(deps.db, rowId);
  const request = row && (await findRequest(deps.db, row.requestId));
  if (!request || !row.userId || !row.arrivedAt) return null;
  const grants = await grantsOf(deps.db, rowId);
  const places = (await resourcesOf(deps.db, row.requestId)).flatMap(
    ({ resourceId, kind, name }) => {
      const grant = grants.find((each) => each.resourceId === resourceId);
      const given = grant?.status === 'done' || grant?.status === 'later';
      return given && kind !== 'directory'
        ? [{ resource: { id: resourceId, kind, name }, grant }]
        : [];
    },
  );
  return { row, request, userId: row.userId, arrivedAt: row.arrivedAt, places };
}

async function welcomeInTeam(
  deps: GuestDeps,
  newcomer: Newcomer,
  team: ResourceRef,
): Promise<void> {
  const { row, request, userId } = newcomer;
  if (!(await deps.tenant.teamRosterHas(team.id, userId))) return lookAgain(deps, newcomer);
  await settleLater(deps, newcomer, team);
  const unreachable = `welcome.noChannel ${team.id}`;
  if (await findNotice(deps.db, row.id, unreachable)) return;
  const chat = await orUnreachable(deps, row, unreachable, () =>
    deps.notifier.teamChannel(team.id),
  );
  if (!chat) return;
  const rosterId = await deps.notifier.rosterId(chat, userId);
  if (rosterId === null && lags(deps, newcomer)) throw new AppError('notYetThere');
  const account = await deps.directory.account(userId);
  const message = deps.presenter.channelWelcome(
    {
      guest: { name: row.name ?? account?.name ?? row.address, rosterId },
      sponsor: {
        name: request.requesterName,
        rosterId: await deps.notifier.rosterId(chat, request.requesterId),
      },
      resource: team,
    },
    request.locale,
  );
  const { activityId } = await deps.notifier.post(chat, message);
  await recordWelcome(deps.db, { guestRowId: row.id, resourceId: team.id }, activityId);
}

/** The roster lacks him: for a moment that is a copy that lags, after that Teams takes its time. */
async function lookAgain(deps: GuestDeps, newcomer: Newcomer): Promise<void> {
  if (lags(deps, newcomer)) throw new AppError('notYetThere');
  const now = deps.clock.now().getTime();
  if (now > newcomer.arrivedAt.getTime() + LOOK_UNTIL) return;
  const dueAt = new Date(now + LOOK_AGAIN);
  await setTimer(deps.db, { kind: WELCOME_TIMER, subject: newcomer.row.id, dueAt });
}

function lags({ clock }: GuestDeps, { arrivedAt, places }: Newcomer): boolean {
  const known = places.some(({ grant }) => grant.status === 'later');
  return !known && clock.now().getTime() < arrivedAt.getTime() + LAG;
}

/** Teams shows by now whom only the group had: the cards may say so. */
async function settleLater(deps: GuestDeps, { row }: Newcomer, team: ResourceRef): Promise<void> {
  await inRow(deps, row, async (tx, locked, request) => {
    const grant = { guestRowId: row.id, resourceId: team.id };
    const at = deps.clock.now();
    if (!(await settleGrant(tx, grant, { status: 'done', problem: null }, at))) return;
    const after = { resourceId: team.id, outcome: 'shown' };
    await auditGuest(tx, deps, { action: 'access.granted', row: locked, request, after });
    await touchRequest(tx, deps, request.id);
  });
}

async function welcomeInChat(deps: GuestDeps, newcomer: Newcomer): Promise<void> {
  const { row, request, userId, places } = newcomer;
  const event = 'welcome.chat';
  if (await findNotice(deps.db, row.id, event)) return;
  const chat = await orUnreachable(deps, row, event, () => deps.notifier.personalChat(userId));
  if (!chat) return;
  const resources = await Promise.all(
    places.map(async ({ resource }) => ({
      ...resource,
      url: await deps.tenant.landingUrl(resource),
    })),
  );
  const message = deps.presenter.guestWelcome(
    {
      guest: { address: row.address, name: row.name },
      sponsor: {
        id: request.requesterId,
        name: request.requesterName,
        mail: request.requesterMail,
      },
      resources,
      until: request.until,
    },
    request.locale,
  );
  const sent = await orUnreachable(deps, row, event, () => deps.notifier.post(chat, message));
  if (!sent) return;
  const { activityId } = sent;
  await claimNotice(deps.db, { subject: row.id, event, activityId, at: deps.clock.now() });
}

/** What `reach` gives, or null where nobody can be reached for good: that is noted, and fine. */
async function orUnreachable<T extends ChatAddress | { activityId: string }>(
  deps: GuestDeps,
  row: GuestRow,
  event: string,
  reach: () => Promise<T | null>,
): Promise<T | null> {
  let code = 'chat.notReachable';
  try {
    const reached = await reach();
    if (reached) return reached;
  } catch (error) {
    if (!isNamedStop(error)) throw error;
    code = error.code;
  }
  const at = deps.clock.now();
  await claimNotice(deps.db, { subject: row.id, event, activityId: null, at });
  deps.log?.info({ rowId: row.id, event, code }, 'guest not reached');
  return null;
}

async function note(deps: GuestDeps, { row }: Newcomer): Promise<void> {
  await inRow(deps, row, async (tx, locked, request) => {
    if (locked.welcomedAt) return;
    const at = deps.clock.now();
    await changeGuest(tx, locked, { welcomedAt: at }, at);
    await auditGuest(tx, deps, { action: 'guest.welcomed', row: locked, request, after: {} });
  });
}
