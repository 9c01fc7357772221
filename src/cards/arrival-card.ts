import type { Texts } from '../language/types.ts';
import type { GuestView, RequestView } from '../requests/types.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { aside, fact, footer, frame, head, moment, run, section, timed } from './elements.ts';
import { clip, oneLine } from './escape.ts';
import { fitting } from './fit.ts';
import { placesLater, resourceName, whereTo } from './people.ts';

/** Tells the requester that one guest has signed in for the first time, or that one who had done so long before can go on. */
export function arrivalCard(view: RequestView, guest: GuestView, texts: Texts): AdaptiveCard {
  return fitting((limits) => {
    const name = clip(oneLine(guest.name ?? guest.address), limits.name);
    const where = whereTo(view, texts, limits);
    const waiting = view.guests.filter(({ status }) => status === 'invited').length;
    const late = placesLater(view, guest);
    const key = `${guest.wasGuest ? 'summaryKnown' : 'summary'}${late.length > 0 ? 'Later' : ''}`;
    const summary = view.directoryOnly
      ? texts.t('cards.arrival.summaryDirectory', { name })
      : texts.t(`cards.arrival.${key}`, { name, where });
    const title = texts.t(`cards.arrival.${guest.wasGuest ? 'titleKnown' : 'title'}`);
    return frame(summary, [
      head('good', title, [run(summary)]),
      ...section([
        fact(texts.t('cards.fact.guests', { count: 1 }), clip(oneLine(guest.address), limits.name)),
        fact(texts.t('cards.fact.where'), where),
        ...(guest.arrivedAt && !guest.wasGuest
          ? [fact(texts.t('cards.arrival.at'), [timed(moment(guest.arrivedAt))])]
          : []),
        ...(view.until
          ? [
              fact(
                texts.t('cards.fact.until'),
                texts.t('cards.until', { day: texts.day(view.until) }),
              ),
            ]
          : []),
      ]),
      ...late.slice(0, limits.entries).map((resource) => {
        const team = resourceName(resource, texts, limits);
        return aside(texts.t('cards.grant.later', { where: team }));
      }),
      ...(waiting > 0 ? [aside(texts.t('cards.arrival.waiting', { count: waiting }))] : []),
      footer(view.id, view.createdAt, texts),
    ]);
  });
}
