import type { Texts } from '../language/types.ts';
import type { RequestView } from '../requests/types.ts';
import type { Container, ContainerStyle } from './adaptive-card.ts';
import { head, run } from './elements.ts';
import { clip, oneLine } from './escape.ts';
import type { Limits } from './fit.ts';
import { guestName, personName, whereTo } from './people.ts';
import { decidable, type Viewer } from './viewer.ts';

/** How a request stands, in the terms of a headline. Keys of `cards.title` and `cards.summary`. */
type Headline =
  | 'draft'
  | 'drafting'
  | 'pending'
  | 'decide'
  | 'working'
  | 'invited'
  | 'arrived'
  | 'attention'
  | 'denied'
  | 'cancelled';

const STYLES: Record<Headline, ContainerStyle> = {
  draft: 'accent',
  drafting: 'emphasis',
  pending: 'emphasis',
  decide: 'accent',
  working: 'accent',
  invited: 'good',
  arrived: 'good',
  attention: 'warning',
  denied: 'attention',
  cancelled: 'emphasis',
};

/** The headline this viewer gets: a request that waits for him says so. */
export function headline(view: RequestView, viewer: Viewer): Headline {
  if (view.status === 'draft') return viewer.role === 'requester' ? 'draft' : 'drafting';
  if (view.status === 'pending') return decidable(view, viewer).length > 0 ? 'decide' : 'pending';
  if (view.status === 'done')
    return view.guests.every(({ status }) => status === 'arrived') ? 'arrived' : 'invited';
  return view.status;
}

/** The band at the top of a request's card: how it stands, and whom it is about or who asks. */
export function requestHead(
  view: RequestView,
  viewer: Viewer,
  texts: Texts,
  limits: Limits,
): Container {
  const key = headline(view, viewer);
  const title = texts.t(`cards.title.${key}`, { count: view.guests.length });
  const line =
    viewer.role === 'requester'
      ? subject(view, texts, limits)
      : texts.t('cards.askedBy', { by: personName(view.requester, limits) });
  return head(STYLES[key], title, [run(line)]);
}

/** `sam@gmail.com to Project X (team)`. A draft may not know where to yet. */
function subject(view: RequestView, texts: Texts, limits: Limits): string {
  if (view.guests.length === 0) return texts.t('cards.noGuest');
  const guests = guestsLine(view, texts, limits);
  if (view.status === 'draft') return guests;
  return texts.t('cards.guestsTo', { guests, where: whereTo(view, texts, limits) });
}

/** One guest by address; several by the first two and a count. */
export function guestsLine(view: RequestView, texts: Texts, limits: Limits): string {
  const [first, second] = view.guests;
  if (!first) return '';
  if (view.guests.length === 1) return guestName(first, limits);
  const names = [first, second].flatMap((guest) =>
    guest ? [clip(oneLine(guest.address), limits.name)] : [],
  );
  const rest = view.guests.length - names.length;
  return texts.list(rest > 0 ? [...names, texts.t('cards.more', { count: rest })] : names);
}

/** The card in one sentence: for notifications, screen readers and clients that cannot draw it. */
export function summaryLine(view: RequestView, viewer: Viewer, texts: Texts): string {
  const limits: Limits = { entries: 3, words: 120, name: 80 };
  const key = headline(view, viewer);
  const title = texts.t(`cards.title.${key}`, { count: view.guests.length });
  const about = `${title}: ${subject(view, texts, limits)}`;
  if (viewer.role === 'requester') return about;
  return `${about}, ${texts.t('cards.list.by', { by: personName(view.requester, limits) })}`;
}
