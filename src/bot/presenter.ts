import {
  arrivalCard,
  channelWelcome,
  guestWelcomeCard,
  ownRightCard,
  requestCard,
  requesterNotice,
  summaryLine,
  type Viewer,
} from '../cards/index.ts';
import { textsFor } from '../language/texts.ts';
import type { Presenter, Reader } from '../requests/presenter.ts';

/** Rows as messages, in the reader's language. */
export const presenter: Presenter = {
  requestMessage(view, reader, locale) {
    const texts = textsFor(locale);
    const viewer = toViewer(reader);
    return {
      card: requestCard(view, viewer, texts),
      summary: summaryLine(view, viewer, texts),
    };
  },
  requesterNews(event, view, guest, locale) {
    const texts = textsFor(locale);
    const notice = requesterNotice(event, view, texts, guest);
    if (event !== 'arrived' || !guest) return notice;
    return { card: arrivalCard(view, guest, texts), summary: notice.summary };
  },
  channelWelcome: (welcome, locale) => channelWelcome(welcome, textsFor(locale)),
  ownRightOffer(locale, invites) {
    const texts = textsFor(locale);
    const summary = texts.t(`cards.ownRight.${invites ? 'titleInvites' : 'title'}`);
    return { card: ownRightCard(texts, invites), summary };
  },
  guestWelcome(welcome, locale) {
    const texts = textsFor(locale);
    return { card: guestWelcomeCard(welcome, texts), summary: texts.t('cards.guestWelcome.title') };
  },
};

/** Teams also knows a person by his object id in this form; it needs no roster (card refresh documentation). */
function toViewer(reader: Reader): Viewer {
  return { mriOf: (personId) => `8:orgid:${personId}`, ...reader };
}
