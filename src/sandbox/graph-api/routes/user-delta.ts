import type { Reply } from '../../http.ts';
import { changedUsers } from '../../tenant/change-user.ts';
import { epochOf } from '../../tenant/seed/woodgrove.ts';
import type { User } from '../../tenant/types.ts';
import { contextOf, type GraphCall, isVisible, type Operation } from '../call.ts';
import { userEntity } from '../entities/user.ts';
import { badRequest, GraphError } from '../graph-error.ts';
import { neededValues } from '../odata/candidates.ts';
import { linkWith } from '../odata/list.ts';
import { parseFilter } from '../odata/parse-filter.ts';
import { shape } from '../odata/select.ts';
import { permitted } from '../permitted.ts';

/** Rows of a page. */
const PAGE = 200;

/** What a token holds: changes after `since` up to `until`; `since` moves on with each page. */
interface Mark {
  readonly since: number;
  readonly until: number;
}

function markToken(call: GraphCall, { since, until }: Mark): string {
  return Buffer.from(`${epochOf(call.tenant)}/${since}/${until}`).toString('base64url');
}

/** Throws 410 for a token of another WoodGrove, or none of ours: the caller has to begin again. */
function readMark(call: GraphCall, token: string): Mark {
  const [epoch, since, until] = Buffer.from(token, 'base64url').toString('utf8').split('/');
  const mark = { since: Number(since), until: Number(until) };
  const whole = Number.isInteger(mark.since) && Number.isInteger(mark.until);
  if (whole && epoch === epochOf(call.tenant)) return mark;
  throw new GraphError(
    410,
    'syncStateNotFound',
    'The sync state generation is not found; resync is required.',
  );
}

/** Which changes a call asks for. */
function markOf(call: GraphCall): Mark {
  const last = call.tenant.lastChange();
  const { deltatoken, skiptoken } = call.query;
  if (skiptoken !== null) return readMark(call, skiptoken);
  if (deltatoken === 'latest') return { since: last, until: last };
  if (deltatoken !== null) return { since: readMark(call, deltatoken).until, until: last };
  return { since: 0, until: last };
}

function showChange(call: GraphCall, user: User): Readonly<Record<string, unknown>> {
  if (user.deletedDateTime) return { id: user.id, '@removed': { reason: 'changed' } };
  const entity = userEntity(call.tenant);
  const full = entity.show(user);
  const { select } = call.query;
  const withId = select && !select.includes('id') ? [...select, 'id'] : select;
  return shape(entity, { record: user, full }, { select: withId, expand: [] });
}

function wantedIds(call: GraphCall): Set<string> | null {
  if (call.query.filter === null) return null;
  const ids = neededValues(parseFilter(call.query.filter), ['id']);
  if (!ids) throw badRequest('Unsupported query: delta takes a filter on id only.');
  return new Set(ids);
}

/**
 * What has changed, as far as this replica knows. It stops before a guest who is still on his way
 * between replicas, so that he is told of later instead of being passed over.
 */
function knownChanges(call: GraphCall, mark: Mark): { changed: User[]; until: number } {
  const all = changedUsers(call.tenant, mark.since).filter((user) => user.changed <= mark.until);
  const hidden = all.findIndex((user) => !isVisible(call, user));
  const first = all[hidden];
  const changed = first ? all.slice(0, hidden) : all;
  // Who asks for the first time wants to know who is there, not who has left.
  const wanted = mark.since === 0 ? changed.filter((user) => !user.deletedDateTime) : changed;
  return { changed: wanted, until: first ? first.changed - 1 : mark.until };
}

function deltaReply(call: GraphCall): Reply {
  const mark = markOf(call);
  const ids = wantedIds(call);
  const known = knownChanges(call, mark);
  const changed = known.changed.filter((user) => !ids || ids.has(user.id));
  const page = changed.slice(0, call.query.top ?? PAGE);
  const last = page.at(-1);
  const link =
    last && changed.length > page.length
      ? {
          '@odata.nextLink': linkWith(
            call,
            '$skiptoken',
            markToken(call, { ...mark, since: last.changed }),
          ),
        }
      : {
          '@odata.deltaLink': linkWith(
            call,
            '$deltatoken',
            markToken(call, { ...mark, until: known.until }),
          ),
        };
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(call, 'users'),
      ...link,
      value: page.map((user) => showChange(call, user)),
    },
  };
}

/** Changes of users since a token. */
export const userDeltaOperations: readonly Operation[] = [
  {
    method: 'GET',
    template: '/users/delta()',
    permissions: permitted.readUsers,
    run: deltaReply,
  },
];
