import type { Texts } from '../language/types.ts';
import type { Person, ResourceRef } from '../requests/types.ts';
import type { AdaptiveCard, Element } from './adaptive-card.ts';
import { buttonRows, openUrl } from './buttons.ts';
import { aside, capped, fact, frame, head, run, section, words } from './elements.ts';
import { clip, oneLine } from './escape.ts';
import { fitting, jsonBytes, type Limits } from './fit.ts';
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

/** UTF-8 bytes of a link that still leaves room for the rest. */
const LINK_LENGTH = 2_000;

/** Where to go, who the sponsor is, whom to ask. */
export function guestWelcomeCard(welcome: GuestWelcome, texts: Texts): AdaptiveCard {
  const { guest, sponsor } = welcome;
  return fitting((limits) => {
    const name = clip(oneLine(guest.name ?? guest.address), limits.name);
    const by = personName(sponsor, limits);
    const title = texts.t('cards.guestWelcome.title');
    return frame(`${title} ${texts.t('cards.guestWelcome.line', { by })}`, [
      head('good', title, [run(texts.t('cards.guestWelcome.hello', { name, by }))]),
      ...section(facts(welcome, texts, limits)),
      aside(texts.t('cards.guestWelcome.ask', { by })),
      ...links(welcome, texts),
    ]);
  });
}

function facts({ resources, sponsor, until }: GuestWelcome, texts: Texts, limits: Limits) {
  const places = capped(resources, limits.entries, texts, (resource) =>
    words(resourceName(resource, texts, limits), 'none'),
  );
  const by = personName(sponsor, limits);
  return [
    ...(places.length > 0 ? [fact(texts.t('cards.guestWelcome.where'), places)] : []),
    fact(
      texts.t('cards.guestWelcome.sponsor'),
      sponsor.mail ? `${by}, ${clip(oneLine(sponsor.mail), limits.name)}` : by,
    ),
    ...(until
      ? [fact(texts.t('cards.fact.until'), texts.t('cards.until', { day: texts.day(until) }))]
      : []),
  ];
}

/** A button for each place; Teams opens nothing but https. */
function links({ resources }: GuestWelcome, texts: Texts): Element[] {
  const open = resources.flatMap(({ name, url }) =>
    url?.startsWith('https://') && jsonBytes(url) <= LINK_LENGTH
      ? [openUrl(texts.t('cards.guestWelcome.open', { name: oneLine(name) }), url)]
      : [],
  );
  return buttonRows(open.slice(0, 4), 1);
}
