import { findGuest, type GrantRow, type GuestRow, grantsOf } from '../db/guests.ts';
import { claimNotice } from '../db/notices.ts';
import { findRequest, type RequestRow, resourcesOf } from '../db/requests.ts';
import type { ChatAddress } from '../requests/ports.ts';
import { isNamedStop } from '../requests/problem-of.ts';
import type { ResourceRef } from '../requests/types.ts';
import type { GuestDeps } from './deps.ts';

/** A guest who has arrived, as his welcome needs him. */
export interface Newcomer {
  readonly row: GuestRow;
  readonly request: RequestRow;
  readonly userId: string;
  readonly arrivedAt: Date;
  readonly places: readonly { readonly resource: ResourceRef; readonly grant: GrantRow }[];
}

/** Who has arrived by this row; null: nobody yet. */
export async function readNewcomer(deps: GuestDeps, rowId: string): Promise<Newcomer | null> {
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

/** What `reach` gives, or null where nobody can be reached for good: that is noted, and fine. */
export async function orUnreachable<T extends ChatAddress | { activityId: string }>(
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
