import { ACTIVITY_EVENTS } from '../db/activity-events.ts';
import { type ActivityIds, activitySubject, isKnownActivity } from '../db/known-activities.ts';
import { ACTIVITIES_KEPT_MS, forgetNotice } from '../db/notices.ts';
import type { OurPlace } from './deps.ts';

/**
 * After this long an activity that comes again is not known any more, so that one that old is not carried
 * out: a day before what was done for it is forgotten. Teams itself gives up within minutes.
 */
export const TOO_OLD_MS = ACTIVITIES_KEPT_MS - 24 * 60 * 60 * 1000;

const { answered: ANSWERED } = ACTIVITY_EVENTS;

/** The activity of this turn, by its ids. */
export function idsOf({ turn }: OurPlace): ActivityIds {
  return { conversationId: turn.chat.conversationId, activityId: turn.activityId };
}

function subjectOf(our: OurPlace): string {
  return activitySubject(idsOf(our));
}

/**
 * Whether this very activity was answered before, or has made a request, whose card is shown by whoever made
 * it or else by a job: Teams delivers it again when our answer came too late.
 */
export async function wasAnswered(our: OurPlace): Promise<boolean> {
  if (our.turn.activityId === null) return false;
  return isKnownActivity(our.deps.requests.db, idsOf(our), ANSWERED);
}

/** Notes that an activity was answered. True for the first caller, and for an activity that has no id. */
export async function noteAnswered(our: OurPlace): Promise<boolean> {
  if (our.turn.activityId === null) return true;
  const { claimNotice, requests } = our.deps;
  const at = requests.clock.now();
  return claimNotice({ subject: subjectOf(our), event: ANSWERED, activityId: null, at });
}

/** Lets an activity be answered when it comes again, because nobody has got the answer. */
export async function forgetAnswered(our: OurPlace): Promise<void> {
  await forgetNotice(our.deps.requests.db, subjectOf(our), ANSWERED);
}
