export type { AdaptiveCard } from './adaptive-card.ts';
export { arrivalCard } from './arrival-card.ts';
export { escapeMarkdown, mentionName } from './escape.ts';
export { type FormField, offeredInputs } from './form.ts';
export { DIRECTORY_ONLY } from './form-resources.ts';
export { type GuestWelcome, guestWelcomeCard } from './guest-welcome-card.ts';
export { summaryLine } from './head.ts';
export {
  greetingCard,
  guestHelpCard,
  helpCard,
  type WelcomeScope,
  welcomeCard,
} from './help-card.ts';
export { channelWelcome, requesterNotice } from './notices.ts';
export { ownRightCard } from './own-right-card.ts';
export { type Refused, type Repair, refusalCard } from './refusal-card.ts';
export { requestCard } from './request-card.ts';
export { type ListKind, requestListCard } from './request-list-card.ts';
export { decidable, type Viewer } from './viewer.ts';
