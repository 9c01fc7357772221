import { ACTIVITY_EVENTS } from '../db/activity-events.ts';
import { appendAudit } from '../db/audit.ts';
import { hasMadeRequest } from '../db/known-activities.ts';
import { claimNotice } from '../db/notices.ts';
import { sealedFor } from '../db/personal.ts';
import { insertRequest } from '../db/request-parts.ts';
import type { NewRequest } from '../db/requests.ts';
import type { Decision } from '../policy/types.ts';
import type { Refusal } from './check-guests.ts';
import type { RequestDeps } from './deps.ts';
import { firstCardTimer } from './first-card-timer.ts';
import { guestInAudit, problemInAudit } from './in-audit.ts';
import { type Prepared, prepareRequest } from './prepare-request.ts';
import { refuseRepeated } from './refuse-repeated.ts';
import type { Problem, RequestView, RequestWish } from './types.ts';
import { asOffered } from './view-request.ts';
import { auditRequest, enqueueDecided, partsOf, statusOf, wishColumns } from './write-request.ts';

/** Letters of a request's id, as people type it. */
const ID_LENGTH = 8;

/** The activity that asks. Delivered again it finds what it has made before. */
export interface Origin {
  readonly conversationId: string;
  readonly activityId: string | null;
  readonly serviceUrl: string;
  readonly source: 'chat' | 'form' | 'cli';
  /** BCP 47. */
  readonly locale: string;
}

/** What became of a wish. Nothing was written for `refused`, only the audit for `denied`. */
export type Outcome =
  | { readonly kind: 'refused'; readonly problems: readonly Refusal[] }
  | { readonly kind: 'denied'; readonly problem: Problem }
  | { readonly kind: 'draft'; readonly view: RequestView }
  | { readonly kind: 'started'; readonly view: RequestView };

/** `again`: the same activity has made its request before, and that one's card is shown by whoever made it. */
export type StartOutcome = Outcome | { readonly kind: 'again' };

/**
 * Takes a wish: looks everything up, decides, and writes the request with the jobs that follow, in one
 * transaction. What is missing or fits several makes a draft with an open form. An activity makes one request,
 * however often it comes.
 *
 * @throws AppError `request.textTooLong`, `request.untilUnclear`, `request.untilPast`, `unavailable`, `throttled`
 */
export async function startRequest(
  deps: RequestDeps,
  start: {
    readonly wish: RequestWish;
    readonly actorId: string;
    readonly origin: Origin;
    /** What the sentence said unclearly: asked for on the form. */
    readonly unclear?: Problem | null;
  },
): Promise<StartOutcome> {
  const { wish, actorId, origin } = start;
  const preparation = await prepareRequest(deps, actorId, wish, start.unclear ?? null);
  switch (preparation.kind) {
    case 'refused':
      return preparation;
    case 'denied':
      await auditDenial(deps, start, preparation.problem);
      return preparation;
    case 'incomplete':
      return create(deps, origin, preparation.prepared, null);
    case 'decided':
      return create(deps, origin, preparation.prepared, preparation.decision);
  }
}

async function create(
  deps: RequestDeps,
  origin: Origin,
  prepared: Prepared,
  decision: Exclude<Decision, { kind: 'deny' }> | null,
): Promise<StartOutcome> {
  const request = newRequest(deps, origin, prepared, decision);
  const parts = partsOf(deps, request.id, prepared, decision);
  const timers = [...parts.timers, firstCardTimer(deps.clock, request.id)];
  return deps.db.transaction(async (tx) => {
    const repeated = decision && (await refuseRepeated(tx, deps, prepared));
    // Delivered again, it meets what it has made itself.
    if (repeated) return (await hasMadeRequest(tx, origin)) ? { kind: 'again' } : repeated;
    const view = await insertRequest(tx, request, { ...parts, timers });
    if (!view) return { kind: 'again' };
    await enqueueDecided(tx, deps, request.id, parts, decision);
    await auditRequest(tx, deps.clock.now(), {
      action: decision ? 'request.started' : 'request.drafted',
      request,
      actor: prepared.requester.id,
      before: null,
      after: request.status,
      prepared,
      decision,
    });
    return { kind: decision ? 'started' : 'draft', view: asOffered(deps, view) };
  });
}

function newRequest(
  { clock, random }: RequestDeps,
  origin: Origin,
  prepared: Prepared,
  decision: Exclude<Decision, { kind: 'deny' }> | null,
): NewRequest {
  const at = clock.now();
  return {
    id: random.text(ID_LENGTH),
    status: statusOf(decision),
    requesterId: prepared.requester.id,
    ...wishColumns(prepared),
    source: origin.source,
    originActivity: origin.activityId,
    originConversation: origin.conversationId,
    originServiceUrl: origin.serviceUrl,
    locale: origin.locale,
    correlationId: random.uuid(),
    createdAt: at,
    askedAt: decision ? at : null,
    decidedAt: decision?.kind === 'allow' ? at : null,
    updatedAt: at,
  };
}

/** A denial by policy leaves no request behind, but a trace: once, however often the activity comes. */
async function auditDenial(
  deps: RequestDeps,
  start: { readonly wish: RequestWish; readonly actorId: string; readonly origin: Origin },
  problem: Problem,
): Promise<void> {
  const { wish, actorId, origin } = start;
  const at = deps.clock.now();
  const correlationId = deps.random.uuid();
  const asked = `${origin.conversationId} ${origin.activityId ?? correlationId}`;
  await deps.db.transaction(async (tx) => {
    if (
      !(await claimNotice(tx, {
        subject: asked,
        event: ACTIVITY_EVENTS.denied,
        activityId: null,
        at,
      }))
    )
      return;
    await appendAudit(tx, {
      at,
      actor: actorId,
      action: 'request.deniedByPolicy',
      subject: correlationId,
      after: {
        problem: problemInAudit(actorId, problem),
        guests: wish.guests.map(guestInAudit),
        resources: sealedFor(actorId, wish.resources),
        activity: sealedFor(actorId, asked),
      },
      correlationId,
    });
  });
}
