import type { Invitation } from './invitation-mail.ts';
import type { InvitationWords } from './invitation-words.ts';

/** The mail for readers without HTML: complete, links as they are. */
export function invitationText(invitation: Invitation, words: InvitationWords): string {
  const quote = words.quote.map((line) => `> ${line}`.trimEnd()).join('\n');
  return [
    words.title,
    words.hello,
    words.why,
    words.places.map((place) => `- ${place}`).join('\n'),
    words.until,
    quote && `${words.quoteBy}\n${quote}`,
    `${words.button}:\n${invitation.getStartedUrl}`,
    `${words.nextTitle}\n${words.next.map((step, index) => `${index + 1}. ${step}`).join('\n')}`,
    `${words.later}\n${invitation.landingUrl}`,
    words.ask,
    words.unexpected,
    `-- \n${invitation.brand.name}`,
  ]
    .filter((part) => part)
    .join('\n\n');
}
