import { appendAudit } from '../db/audit.ts';
import { guestsOf, type NewGuest } from '../db/guests.ts';
import { sealedFor } from '../db/personal.ts';
import { insertParts } from '../db/request-parts.ts';
import type { NewResource, RequestRow } from '../db/requests.ts';
import type { Tx } from '../db/types.ts';
import type { Decision } from '../policy/types.ts';
import { watchApprovers } from './approvers-timer.ts';
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

/** Writes guests, resources and approvers of a request that has none, and the jobs that follow, in the transaction of the request. */
export async function writeParts(
  tx: Tx,
  deps: RequestDeps,
  request: Pick<RequestRow, 'id'>,
  prepared: Prepared,
  decision: Agreed | null,
): Promise<void> {
  const at = deps.clock.now();
  const rows = prepared.wish.guests.map(
    ({ address, name }, index): NewGuest => ({
      id: deps.random.uuid(),
      requestId: request.id,
      row: index + 1,
      address,
      name,
      status: 'waiting',
      updatedAt: at,
    }),
  );
  await insertParts(tx, request.id, {
    resources: resourceRows(prepared, decision),
    guests: rows,
    granted: decision ? prepared.found.map(({ id }) => id) : [],
  });
  if (decision?.kind === 'ask') {
    await deps.queue.enqueue(tx, 'notify-approvers', { requestId: request.id }, { urgent: true });
    await watchApprovers(tx, at, request.id);
  }
  if (decision?.kind === 'allow') await enqueueProvisioning(tx, deps, request.id);
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

/** Queues the work on every row of a request, in chunks. */
export async function enqueueProvisioning(
  tx: Tx,
  { queue }: Pick<WriteDeps, 'queue'>,
  requestId: string,
): Promise<void> {
  const rowIds = (await guestsOf(tx, requestId))
    .filter(({ status }) => status === 'waiting')
    .map(({ id }) => id);
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
