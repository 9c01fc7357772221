import {
  idsAbout,
  idsOfRequester,
  idsWaitingFor,
  ownIdsAbout,
  type Page,
  type Sought,
} from '../db/request-ids.ts';
import type { RequestDeps } from './deps.ts';
import { statesBefore } from './transitions.ts';
import type { RequestView } from './types.ts';
import { viewRequests } from './view-request.ts';

/** Requests of one list that are read: as many as a card shows. The others are only counted. */
const MOST = 10;

type Reads = Pick<RequestDeps, 'db' | 'settings'>;

/** The newest requests of a kind, newest first, and how many there are in all. */
export interface Listed {
  readonly views: readonly RequestView[];
  readonly total: number;
}

/** What this person asked for. */
export async function myRequests(deps: Reads, personId: string): Promise<Listed> {
  return read(deps, await idsOfRequester(deps.db, personId, MOST));
}

/** What waits for this person's decision. */
export async function requestsWaitingFor(deps: Reads, personId: string): Promise<Listed> {
  return read(deps, await idsWaitingFor(deps.db, personId, MOST));
}

/**
 * Requests with this id or with a guest of this address (`part`: whose address holds this text), as far
 * as this person may see them.
 */
export async function findRequests(
  deps: Reads,
  personId: string,
  subject: string,
  by: Sought['by'] = 'part',
): Promise<Listed> {
  if (subject.trim() === '') return NONE;
  return read(deps, await idsAbout(deps.db, personId, { subject, by }, MOST));
}

/** Of the requests that `subject` names, this person's own that can be taken back still. */
export async function findCancellable(
  deps: Reads,
  personId: string,
  subject: string,
  by: Sought['by'],
): Promise<Listed> {
  if (subject.trim() === '') return NONE;
  const open = statesBefore('cancelled');
  return read(deps, await ownIdsAbout(deps.db, personId, { subject, by }, open, MOST));
}

const NONE: Listed = { views: [], total: 0 };

async function read(deps: Reads, { ids, total }: Page): Promise<Listed> {
  return { views: await viewRequests(deps, deps.db, ids), total };
}
