import { despiteTrouble, JOB_WRITES_MS } from '../db/despite-trouble.ts';
import { recordWelcome, settleGrant } from '../db/guests.ts';
import { findNotice } from '../db/notices.ts';
import { setTimer } from '../db/timers.ts';
import { AppError } from '../errors.ts';
import { touchRequest } from '../requests/redraw.ts';
import type { ResourceRef } from '../requests/types.ts';
import type { GuestDeps } from './deps.ts';
import { auditGuest, inRow } from './end-row.ts';
import { type Newcomer, orUnreachable } from './newcomer.ts';

/** Timer that has a guest welcomed once Teams shows him in his team. */
export const WELCOME_TIMER = 'welcome-guest';

const MINUTE = 60_000;
/** As long as this a roster that lacks him is taken for one that lags, in milliseconds. */
const LAG = 2 * MINUTE;
/** Where only the group has him, Teams follows within hours: how often to look, and for how long. */
const LOOK_AGAIN = 15 * MINUTE;
const LOOK_UNTIL = 3 * 24 * 60 * MINUTE;

/**
 * Welcomes a guest by a mention in the channel of a team, once its own roster shows him.
 *
 * @throws AppError passing ones, `notYetThere` while a roster without him may lag
 */
export async function welcomeInTeam(
  deps: GuestDeps,
  newcomer: Newcomer,
  team: ResourceRef,
): Promise<void> {
  const { row, request, userId } = newcomer;
  if (!(await deps.tenant.teamRosterHas(team.id, userId))) {
    return lookAgain(deps, newcomer, team);
  }

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
  const grant = { guestRowId: row.id, resourceId: team.id };
  await despiteTrouble(JOB_WRITES_MS, () => recordWelcome(deps.db, grant, activityId));
}

/** The roster lacks him: for a moment that is a copy that lags, after that Teams takes its time. */
async function lookAgain(deps: GuestDeps, newcomer: Newcomer, team: ResourceRef): Promise<void> {
  if (lags(deps, newcomer)) throw new AppError('notYetThere');
  const now = deps.clock.now().getTime();
  if (now > newcomer.arrivedAt.getTime() + LOOK_UNTIL) return giveUpLooking(deps, newcomer, team);
  const dueAt = new Date(now + LOOK_AGAIN);
  await setTimer(deps.db, { kind: WELCOME_TIMER, subject: newcomer.row.id, dueAt });
}

/** The group has had him for days, and Teams does not follow: somebody has to look into it. */
async function giveUpLooking(deps: GuestDeps, { row }: Newcomer, team: ResourceRef): Promise<void> {
  await inRow(deps, row, async (tx, locked, request) => {
    const grant = { guestRowId: row.id, resourceId: team.id };
    const problem = { code: 'resource.notShown', params: { name: team.name } };
    const at = deps.clock.now();
    if (!(await settleGrant(tx, grant, { status: 'failed', problem }, at))) return;
    const after = { resourceId: team.id, outcome: 'notShown', problem };
    await auditGuest(tx, deps, { action: 'access.failed', row: locked, request, after });
    await touchRequest(tx, deps, request.id);
  });
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
