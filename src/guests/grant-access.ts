import { type GrantRow, type GuestRow, grantsOf } from '../db/guests.ts';
import { claimNotice } from '../db/notices.ts';
import { AppError, isPassing } from '../errors.ts';
import type { GrantOutcome } from '../requests/ports.ts';
import { isNamedStop, problemOf } from '../requests/problem-of.ts';
import type { ResourceRef } from '../requests/types.ts';
import type { GuestDeps } from './deps.ts';

/** A resource, and in whose name a guest may be brought there (Entra object id); null: in nobody's. */
export interface ResourceToGive extends ResourceRef {
  readonly rightOf: string | null;
}

/** What became of one grant. */
export interface Granted {
  readonly resourceId: string;
  readonly status: GrantRow['status'];
  readonly problem: GrantRow['problem'];
  readonly outcome: GrantOutcome | 'failed';
  /** Who lent his right for it; unset: it was done in the application's. */
  readonly inRightOf?: string;
}

/** What became of every grant that still waited. Nothing of it is written yet. */
export interface Granting {
  readonly granted: readonly Granted[];
  /** Errors that may pass: the grants they belong to still wait. */
  readonly passing: readonly AppError[];
  /** He had everything before we came. */
  readonly alreadyIn: boolean;
}

/**
 * Gives the guest of a row access to each resource that waits for it. Every one is tried, whatever
 * becomes of the others; one that is refused for good fails by its name.
 */
export async function grantAccess(
  deps: GuestDeps,
  row: GuestRow & { readonly userId: string },
  resources: readonly ResourceToGive[],
): Promise<Granting> {
  // Only a first, undisturbed run can tell `was there before` from `added by a run that was cut off`.
  const first = await claimNotice(deps.db, {
    subject: row.id,
    event: 'granting',
    activityId: null,
    at: deps.clock.now(),
  });
  const waiting = (await grantsOf(deps.db, row.id)).filter(({ status }) => status === 'waiting');
  const granted: Granted[] = [];
  const passing: AppError[] = [];
  for (const resource of resources) {
    if (!waiting.some(({ resourceId }) => resourceId === resource.id)) continue;
    try {
      granted.push(done(resource, await ensureAccess(deps, row.userId, resource)));
    } catch (error) {
      if (isPassing(error)) passing.push(error);
      else if (isNamedStop(error)) granted.push(failed(resource, row, error));
      else throw error;
    }
  }
  const untouched = granted.every(({ outcome }) => outcome === 'already');
  const alreadyIn = first && passing.length === 0 && untouched;
  return { granted, passing, alreadyIn };
}

/** What was done, and in whose right: unset, the application's. */
interface Ensured {
  readonly outcome: GrantOutcome;
  readonly inRightOf?: string;
}

async function ensureAccess(
  deps: GuestDeps,
  userId: string,
  resource: ResourceToGive,
): Promise<Ensured> {
  const { tenant } = deps;
  const { id, kind } = resource;
  const urgent = { urgent: true };
  switch (kind) {
    case 'team':
      return (
        (await ensureInOwnersRight(deps, userId, resource)) ?? {
          outcome: await tenant.ensureTeamMember(id, userId, urgent),
        }
      );
    case 'group':
      return { outcome: await tenant.ensureGroupMember(id, userId, urgent) };
    case 'application':
      return { outcome: await tenant.ensureApplicationAccess(id, userId, urgent) };
  }
}

/** In the right of the owner who let him in, where he has lent it to us; null: he has not, or it is not enough. */
async function ensureInOwnersRight(
  { tenant, ownRights, log }: GuestDeps,
  userId: string,
  { id, rightOf }: ResourceToGive,
): Promise<Ensured | null> {
  const ownToken = rightOf && ownRights ? await ownRights.token(rightOf) : null;
  if (!rightOf || !ownToken) return null;
  try {
    const outcome = await tenant.ensureTeamMember(id, userId, { urgent: true, ownToken });
    return outcome === 'added' ? { outcome, inRightOf: rightOf } : { outcome };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'graph.ownRightRefused') throw error;
    log?.warn({ teamId: id, err: error.cause }, 'own right refused');
    return null;
  }
}

function done({ id }: ResourceRef, ensured: Ensured): Granted {
  const status = ensured.outcome === 'later' ? 'later' : 'done';
  return { resourceId: id, status, problem: null, ...ensured };
}

function failed({ id, name }: ResourceRef, { address }: GuestRow, error: AppError): Granted {
  const problem = problemOf(error, { resource: name, address });
  return { resourceId: id, status: 'failed', problem, outcome: 'failed' };
}
