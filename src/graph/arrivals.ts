import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Tenant } from '../requests/ports.ts';
import type { GraphCall } from './call.ts';
import type { GraphDeps } from './deps.ts';
import { failureOf } from './failure.ts';
import { relativeLink } from './odata.ts';
import { readAll, readAs } from './read.ts';

type Changes = Awaited<ReturnType<Tenant['changedGuests']>>;
type Changed = Changes['guests'][number];

const SELECT = 'id,userType,externalUserState,externalUserStateChangeDateTime';

const stateShape = z.enum(['PendingAcceptance', 'Accepted']).nullish().catch(null);
const guestShape = z.object({ id: z.string(), externalUserState: stateShape });
const deltaShape = z.object({
  value: z.array(
    z.object({ id: z.string(), externalUserState: stateShape, '@removed': z.unknown().optional() }),
  ),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});

const common = {
  limits: [{ kind: 'reads' }],
  urgent: false,
  permission: 'User.Read.All',
} as const satisfies Partial<GraphCall>;

/**
 * Guests whose state changed since the cursor. A cursor that Graph no longer takes (410) is answered with
 * every guest there is, as nobody knows which of them changed meanwhile: callers look at each anyhow.
 */
export async function changedGuests(deps: GraphDeps, cursor: string | null): Promise<Changes> {
  if (cursor === null) return { cursor: await cursorFromNow(deps), guests: [] };
  try {
    return await follow(deps, cursor);
  } catch (error) {
    if (!isExpired(error)) throw error;
    // The new cursor first: what changes while we read all of them is then told twice rather than never.
    const fresh = await cursorFromNow(deps);
    return { cursor: fresh, guests: await everyGuest(deps) };
  }
}

async function cursorFromNow(deps: GraphDeps): Promise<string> {
  const { cursor } = await followFrom(deps, {
    ...common,
    path: '/users/delta',
    query: { $deltatoken: 'latest', $select: SELECT },
  });
  return cursor;
}

function follow(deps: GraphDeps, cursor: string): Promise<Changes> {
  return followFrom(deps, { ...common, path: cursor });
}

async function followFrom(deps: GraphDeps, first: GraphCall): Promise<Changes> {
  const guests = new Map<string, Changed>();
  let call = first;
  for (;;) {
    const page = readAs(deltaShape, (await deps.send(call)).body);
    for (const row of page.value) {
      if (row['@removed'] === undefined && row.externalUserState) {
        guests.set(row.id, { id: row.id, state: row.externalUserState });
      }
    }
    const next = page['@odata.nextLink'];
    const last = page['@odata.deltaLink'];
    if (last) return { cursor: relativeLink(last), guests: [...guests.values()] };
    if (!next)
      throw new AppError('graph.unreadable', {}, { cause: new Error('delta without link') });
    call = { ...common, path: relativeLink(next) };
  }
}

function isExpired(error: unknown): boolean {
  const failure = failureOf(error);
  return (
    failure !== null &&
    (failure.status === 410 || /syncStateNotFound|resyncRequired/i.test(failure.graphCode))
  );
}

async function everyGuest(deps: GraphDeps): Promise<readonly Changed[]> {
  const rows = await readAll(
    deps.send,
    {
      ...common,
      path: '/users',
      query: { $filter: "userType eq 'Guest'", $select: 'id,externalUserState', $top: 999 },
    },
    guestShape,
  );
  return rows.map((row) => ({ id: row.id, state: row.externalUserState ?? null }));
}
