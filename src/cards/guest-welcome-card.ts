import type { Texts } from '../language/types.ts';
import type { Person, ResourceRef } from '../requests/types.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { buttons, openUrl } from './buttons.ts';
import { aside, fact, frame, head, run } from './elements.ts';
import { clip, oneLine } from './escape.ts';
import { fitting } from './fit.ts';
import { personName, resourceName } from './people.ts';

/** What a guest is told in his own chat. */
export interface GuestWelcome {
  readonly guest: { readonly address: string; readonly name: string | null };
  readonly sponsor: Person;
  /** With the page each is reached at (https). */
  readonly resources: readonly (ResourceRef & { readonly url: string | null })[];
  /** Last day of access, `YYYY-MM-DD`. */
  readonly until: string | null;
}

/** Where to go, who the sponsor is, whom to ask. */
export function guestWelcomeCard(welcome: GuestWelcome, texts: Texts): AdaptiveCard {
  const { guest, sponsor, resources, until } = welcome;
  return fitting((limits) => {
    const name = clip(oneLine(guest.name ?? guest.address), limits.name);
    const by = personName(sponsor, limits);
    const links = resources.flatMap((resource) =>
      resource.url ? [{ ...resource, url: resource.url }] : [],
    );
    const line = texts.t('cards.guestWelcome.line', { by });
    return frame(texts, `${texts.t('cards.guestWelcome.title')} ${line}`, [
      head('good', texts.t('cards.guestWelcome.title'), [
        run(texts.t('cards.guestWelcome.hello', { name, by })),
      ]),
      ...resources
        .slice(0, limits.entries)
        .map((resource) =>
          fact(texts.t('cards.guestWelcome.where'), resourceName(resource, texts, limits)),
        ),
      fact(
        texts.t('cards.guestWelcome.sponsor'),
        sponsor.mail ? `${by}, ${clip(oneLine(sponsor.mail), limits.name)}` : by,
      ),
      ...(until ? [fact(texts.t('cards.fact.until'), texts.day(until))] : []),
      aside(texts.t('cards.guestWelcome.ask', { by })),
      ...(links.length > 0
        ? [
            buttons(
              links
                .slice(0, Math.min(4, limits.entries))
                .map(({ name: place, url }) =>
                  openUrl(texts.t('cards.guestWelcome.open', { name: oneLine(place) }), url),
                ),
            ),
          ]
        : []),
    ]);
  });
}
