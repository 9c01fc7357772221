import { ACTIVITIES_KEPT_MS, findNotice, forgetNotice } from '../db/notices.ts';
import type { OurPlace } from './deps.ts';

/**
 * After this long an activity that comes again is not known any more, so that one that old is not carried
 * out: a day before what was done for it is forgotten. Teams itself gives up within minutes.
 */
export const TOO_OLD_MS = ACTIVITIES_KEPT_MS - 24 * 60 * 60 * 1000;

const ANSWERED = 'answered';

function subjectOf({ turn }: OurPlace): string {
  return `${turn.chat.conversationId} ${turn.activityId}`;
}

/** Whether this very activity was answered before: Teams delivers it again when our answer came too late. */
export async function wasAnswered(our: OurPlace): Promise<boolean> {
  if (our.turn.activityId === null) return false;
  return (await findNotice(our.deps.requests.db, subjectOf(our), ANSWERED)) !== null;
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
