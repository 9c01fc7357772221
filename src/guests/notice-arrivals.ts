import { readFact, writeFact } from '../db/facts.ts';
import { awaitedAfter, findGuest, type GuestRow, rowsAwaiting } from '../db/guests.ts';
import { lockRequest } from '../db/requests.ts';
import type { Tx } from '../db/types.ts';
import { inLanes } from '../requests/in-lanes.ts';
import type { Account } from '../requests/ports.ts';
import { touchRequest } from '../requests/redraw.ts';
import type { GuestDeps } from './deps.ts';
import { markArrived } from './mark-arrived.ts';

const CURSOR = 'arrivals.cursor';
const SWEPT = 'arrivals.swept';

/** Guests looked at one by one in each round, beside what delta tells. */
const SWEEP = 10;

/**
 * Notices who has redeemed: by what changed since the last look, and, a few at a time, by looking at
 * those who are awaited, as whether every change of state is told is not promised. Each arrival is
 * noted once, with the place to go on from, in one transaction.
 */
export async function noticeArrivals(deps: GuestDeps): Promise<void> {
  await noticeChanged(deps);
  await sweepAwaited(deps);
}

async function noticeChanged(deps: GuestDeps): Promise<void> {
  const { value, version } = await readFact(deps.db, CURSOR);
  const before = typeof value === 'string' ? value : null;
  const { cursor, guests } = await deps.tenant.changedGuests(before);
  if (cursor === before) return;
  const accepted = guests.filter(({ state }) => state === 'Accepted').map(({ id }) => id);
  const rows = await rowsAwaiting(deps.db, [...new Set(accepted)]);
  const accounts = await nameless(deps, rows);
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now();
    // Another process was faster: what it read counts, and it noted the arrivals.
    if (!(await writeFact(tx, { key: CURSOR, value: cursor, version, at }))) return;
    await arrive(tx, deps, rows, accounts);
  });
}

/** The accounts of those whom nobody has named: they may have a name by now. An arrival does not wait for it. */
async function nameless(
  deps: GuestDeps,
  rows: readonly GuestRow[],
): Promise<readonly (Account | null)[]> {
  const ids = rows.filter(({ name }) => name === null).flatMap(({ userId }) => userId ?? []);
  return inLanes([...new Set(ids)], 3, (id) => deps.directory.account(id).catch(() => null));
}

async function sweepAwaited(deps: GuestDeps): Promise<void> {
  const { value, version } = await readFact(deps.db, SWEPT);
  const after = typeof value === 'string' ? value : '';
  const rows = await awaitedAfter(deps.db, after, SWEEP);
  const accounts = await inLanes(rows, 3, async ({ userId }) =>
    userId ? deps.directory.account(userId) : null,
  );
  const arrived = rows.filter((_, index) => accounts[index]?.guestState === 'Accepted');
  const next = rows.length < SWEEP ? '' : (rows.at(-1)?.id ?? '');
  if (next === after && arrived.length === 0) return;
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now();
    if (!(await writeFact(tx, { key: SWEPT, value: next, version, at }))) return;
    await arrive(tx, deps, arrived, accounts);
  });
}

async function arrive(
  tx: Tx,
  deps: GuestDeps,
  rows: readonly GuestRow[],
  accounts: readonly (Account | null)[],
): Promise<void> {
  const byRequest = Map.groupBy(rows, ({ requestId }) => requestId);
  for (const [requestId, its] of [...byRequest].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const request = await lockRequest(tx, requestId);
    if (!request) continue;
    for (const { id } of its) {
      const row = await findGuest(tx, id);
      if (!row?.mailedAt || row.arrivedAt) continue;
      const account = accounts.find((each) => each?.id === row.userId) ?? null;
      await markArrived(tx, deps, { row, request, account });
    }
    await touchRequest(tx, deps, requestId);
  }
}
