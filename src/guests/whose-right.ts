import type { RequestRow, ResourceRow } from '../db/requests.ts';
import type { OwnRights } from '../requests/ports.ts';

/**
 * In whose name a guest may be added to this team: the owner's who has approved it, or who has asked himself
 * where nobody else was needed. An administrator who stood in owns nothing. null: in nobody's.
 */
export function rightFor(
  { kind, decision, decidedBy, standIn }: ResourceRow,
  { requesterId }: Pick<RequestRow, 'requesterId'>,
): string | null {
  if (kind !== 'team' || standIn) return null;
  if (decision === 'approved') return decidedBy?.id ?? null;
  return decision === 'notNeeded' ? requesterId : null;
}

/** The same for one run of a job: a person is asked for once, however many guests are brought in. */
export function forOneRun(ownRights: OwnRights): OwnRights {
  const asked = new Map<string, Promise<string | null>>();
  return {
    token(personId) {
      const token = asked.get(personId) ?? ownRights.token(personId);
      asked.set(personId, token);
      return token;
    },
  };
}
