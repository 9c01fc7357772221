import { appendAudit } from '../db/audit.ts';
import type { NewGuest } from '../db/guests.ts';
import { sealedFor } from '../db/personal.ts';
import type { Parts } from '../db/request-parts.ts';
import type { NewResource, RequestRow } from '../db/requests.ts';
import type { Tx } from '../db/types.ts';
import type { Decision } from '../policy/types.ts';
import { approversTimer } from './approvers-timer.ts';
import type { RequestDeps, WriteDeps } from './deps.ts';
import { askedInAudit, guestInAudit } from './in-audit.ts';
import type { Prepared } from './prepare-request.ts';
import type { RequestStatus } from './types.ts';

/** Rows that one job provisions: small enough that one which is cut off repeats little. */
const CHUNK = 50;

type Agreed = Exclude<Decision, { kind: 'deny' }>;

/** The state a request starts its way in. Without a decision it is a draft. */
export function statusOf(decision: Agreed | null): RequestStatus {
  if (!decision) return 'draft';
  return decision.kind === 'ask' ? 'pending' : 'working';
}

/** Columns of a request's own row that come from the wish. */
export function wishColumns({ requester, wish, open, unclear }: Prepared) {
  return {
    requesterName: requester.name,
    requesterMail: requester.mail,
    directoryOnly: wish.directoryOnly,
    reason: wish.reason,
    until: wish.until,
    message: wish.message,
    openResources: [...open],
    problem: unclear,
  };
}

/** Guests, resources, approvers and timers of a request that has none. */
export function partsOf(
  { clock, random }: Pick<RequestDeps, 'clock' | 'random'>,
  requestId: string,
  prepared: Prepared,
  decision: Agreed | null,
): Parts {
  const at = clock.now();
  return {
    resources: resourceRows(prepared, decision),
    guests: prepared.wish.guests.map(({ address, name }, index) => ({
      id: random.uuid(),
      requestId,
      row: index + 1,
      address,
      name,
      status: 'waiting',
      updatedAt: at,
    })),
    granted: decision ? prepared.found.map(({ id }) => id) : [],
    timers: decision?.kind === 'ask' ? [approversTimer(at, requestId)] : [],
  };
}

/** Queues the jobs that follow from a decision, in the transaction that writes its request and these parts. */
export async function enqueueDecided(
  tx: Tx,
  { queue }: Pick<WriteDeps, 'queue'>,
  requestId: string,
  { guests }: Parts,
  decision: Agreed | null,
): Promise<void> {
  if (decision?.kind === 'ask') {
    await queue.enqueue(tx, 'notify-approvers', { requestId }, { urgent: true });
  }
  if (decision?.kind === 'allow') await enqueueProvisioning(tx, { queue }, requestId, guests);
}

function resourceRows({ found, wish }: Prepared, decision: Agreed | null): NewResource[] {
  const asked = decision?.kind === 'ask' ? decision.asked : [];
  const ofDirectory = wish.directoryOnly && found.length === 0;
  const places = ofDirectory
    ? [{ id: '', kind: 'directory' as const, name: '' }]
    : found.map(({ id, kind, name }) => ({ id, kind, name }));
  return places.map(({ id, kind, name }) => {
    const its = asked.find(({ resourceId }) => (resourceId ?? '') === id);
    return {
      resourceId: id,
      kind,
      name,
      decision: its || !decision ? 'waiting' : 'notNeeded',
      standIn: its?.standIn ?? false,
      why: its?.why ?? (decision?.kind === 'allow' ? decision.why : null),
      approvers: its?.approvers ?? [],
    };
  });
}

/** Queues the work on those of a request's rows that wait for it, in chunks. */
export async function enqueueProvisioning(
  tx: Tx,
  { queue }: Pick<WriteDeps, 'queue'>,
  requestId: string,
  guests: readonly Pick<NewGuest, 'id' | 'status'>[],
): Promise<void> {
  const rowIds = guests.filter(({ status }) => status === 'waiting').map(({ id }) => id);
  const urgent = rowIds.length <= CHUNK;
  for (let from = 0; from < rowIds.length; from += CHUNK) {
    const chunk = rowIds.slice(from, from + CHUNK);
    await queue.enqueue(tx, 'provision-guests', { requestId, rowIds: chunk }, { urgent });
  }
}

/** What the audit says of a request: all that was asked for. */
export async function auditRequest(
  tx: Tx,
  at: Date,
  change: {
    readonly action: string;
    readonly request: Pick<RequestRow, 'id' | 'correlationId'>;
    readonly actor: string;
    readonly before: RequestStatus | null;
    readonly after: RequestStatus;
    readonly prepared: Prepared;
    readonly decision: Agreed | null;
  },
): Promise<void> {
  const { action, request, actor, before, after, prepared, decision } = change;
  const { wish, found } = prepared;
  await appendAudit(tx, {
    at,
    actor,
    action,
    subject: request.id,
    before: before ? { status: before } : undefined,
    after: {
      status: after,
      guests: wish.guests.map(guestInAudit),
      resources: found.map(({ id, kind, name }) => ({ id, kind, name })),
      directoryOnly: wish.directoryOnly,
      until: wish.until,
      reason: sealedFor(actor, wish.reason),
      message: sealedFor(actor, wish.message),
      ...(decision ? { decision: inAudit(decision) } : {}),
    },
    correlationId: request.correlationId,
  });
}

function inAudit(decision: Agreed): Record<string, unknown> {
  if (decision.kind === 'allow') return { kind: 'allow', why: decision.why };
  return { kind: 'ask', asked: askedInAudit(decision.asked) };
}
