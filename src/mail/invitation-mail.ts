import type { Texts } from '../language/types.ts';
import type { GuestWish, Person, ResourceRef } from '../requests/types.ts';
import { invitationHtml } from './invitation-html.ts';
import { invitationText } from './invitation-text.ts';
import { invitationWords } from './invitation-words.ts';

/** What an invitation says. All of people's text is plain text, whatever it looks like. */
export interface Invitation {
  /** From the settings; `color` is `#rrggbb`. */
  readonly brand: {
    readonly name: string;
    readonly color: string;
    readonly logoUrl: string | null;
  };
  readonly guest: GuestWish;
  /** Who invites, and is the guest's sponsor. */
  readonly requester: Person;
  /** Empty: the directory alone. */
  readonly resources: readonly Pick<ResourceRef, 'kind' | 'name'>[];
  /** What the guest was invited to, for every later visit. */
  readonly landingUrl: string;
  /** Behind `Get started`: the redeem link, or for a guest who has redeemed before a direct one. */
  readonly getStartedUrl: string;
  /** Whether the guest has redeemed an invitation before, so that there is nothing to accept. */
  readonly accepted: boolean;
  /** The requester's words. */
  readonly message: string | null;
  /** Last day of access, `YYYY-MM-DD`. */
  readonly until: string | null;
}

/** The mail that brings a guest in, in the language of `texts`: HTML, and the same as text. */
export function invitationMail(
  invitation: Invitation,
  texts: Texts,
): { readonly subject: string; readonly html: string; readonly text: string } {
  const words = invitationWords(invitation, texts);
  return {
    subject: words.subject,
    html: invitationHtml(invitation, words, texts.locale),
    text: invitationText(invitation, words),
  };
}
