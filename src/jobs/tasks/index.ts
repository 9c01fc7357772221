import type { GuestDeps } from '../../guests/deps.ts';
import { WELCOME_TIMER } from '../../guests/welcome-in-team.ts';
import { APPROVERS_TIMER, onApproversDue } from '../../requests/approvers-timer.ts';
import type { RequestDeps } from '../../requests/deps.ts';
import { FIRST_CARD_TIMER } from '../../requests/first-card-timer.ts';
import { forgetOldActivities, OLD_ACTIVITIES_TIMER } from '../old-activities.ts';
import type { TaskRegistry } from '../task.ts';
import type { TimerKinds } from '../timers.ts';
import { checkApproversTask } from './check-approvers.ts';
import { followDecisionTask } from './follow-decision.ts';
import { notifyApproversTask } from './notify-approvers.ts';
import { offerOwnRightTask } from './offer-own-right.ts';
import { provisionGuestsTask } from './provision-guests.ts';
import { refreshCardsTask } from './refresh-cards.ts';
import { sendInvitationTask } from './send-invitation.ts';
import { showFirstCardTask } from './show-first-card.ts';
import { tellRequesterTask } from './tell-requester.ts';
import { welcomeGuestTask } from './welcome-guest.ts';

/** Every task there is. */
export const tasks: TaskRegistry<GuestDeps> = {
  'notify-approvers': notifyApproversTask,
  'check-approvers': checkApproversTask,
  'follow-decision': followDecisionTask,
  'offer-own-right': offerOwnRightTask,
  'refresh-cards': refreshCardsTask,
  'show-first-card': showFirstCardTask,
  'provision-guests': provisionGuestsTask,
  'send-invitation': sendInvitationTask,
  'welcome-guest': welcomeGuestTask,
  'tell-requester': tellRequesterTask,
};

/** What each kind of timer causes when it comes due. */
export function timerKinds({ queue }: Pick<RequestDeps, 'queue'>): TimerKinds {
  return {
    [FIRST_CARD_TIMER]: (tx, { subject }) =>
      queue.enqueue(tx, 'show-first-card', { requestId: subject }, { urgent: true }),
    [APPROVERS_TIMER]: (tx, timer, now) => onApproversDue(tx, { queue }, timer, now),
    [WELCOME_TIMER]: (tx, { subject }) => queue.enqueue(tx, 'welcome-guest', { rowId: subject }),
    [OLD_ACTIVITIES_TIMER]: (tx, _timer, now) => forgetOldActivities(tx, now),
  };
}
