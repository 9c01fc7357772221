import { type Personal, sealedFor, theOne } from '../db/personal.ts';
import type { Asked } from '../policy/types.ts';
import type { GuestWish, Problem } from './types.ts';

/** A problem as the audit has it: its code for everybody, the rest under the key of whom it is about. */
export function problemInAudit(who: string, problem: Problem | null): object | null {
  if (!problem) return null;
  const { code, params } = problem;
  return { code, ...(Object.keys(params).length > 0 ? { params: sealedFor(who, params) } : {}) };
}

/** A guest as he was asked for, under his own key. */
export function guestInAudit({ address, name }: GuestWish): Personal | null {
  return sealedFor(address, { address, name });
}

/** Who was asked about each resource; '' for the directory itself. */
export function askedInAudit(asked: readonly Asked[]): readonly object[] {
  return asked.map(({ resourceId, approvers, standIn, why }) => ({
    resourceId: resourceId ?? '',
    approvers: approvers.map(({ id }) => theOne(id)),
    standIn,
    why,
  }));
}
