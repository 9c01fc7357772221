import { explain } from '../language/explain.ts';
import type { Texts } from '../language/types.ts';
import type { GuestStatus, GuestView, Problem, RequestView } from '../requests/types.ts';
import type { Color, Container, Element, RichTextBlock } from './adaptive-card.ts';
import { capped, moment, run, timed, words } from './elements.ts';
import { clip, oneLine } from './escape.ts';
import type { Limits } from './fit.ts';
import { guestName, resourceName } from './people.ts';
import { seesPrivate, type Viewer } from './viewer.ts';

const SIGNS: Record<GuestStatus, readonly [sign: string, color: Color]> = {
  waiting: ['●', 'warning'],
  working: ['●', 'accent'],
  invited: ['✓', 'good'],
  arrived: ['✓', 'good'],
  failed: ['✕', 'attention'],
  stopped: ['–', 'default'],
};

/** What a reader looks for first: what went wrong, then what is under way, then what is done. */
const ORDER: readonly GuestStatus[] = [
  'failed',
  'working',
  'waiting',
  'stopped',
  'invited',
  'arrived',
];

/** Each guest with how far he is. */
export function progress(
  view: RequestView,
  viewer: Viewer,
  texts: Texts,
  limits: Limits,
): Element[] {
  const guests = view.guests.toSorted(
    (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || a.row - b.row,
  );
  return capped(guests, limits.entries, texts, (guest) =>
    guestRow(guest, view, viewer, texts, limits),
  );
}

function guestRow(
  guest: GuestView,
  view: RequestView,
  viewer: Viewer,
  texts: Texts,
  limits: Limits,
): Container {
  const [sign, color] = SIGNS[guest.status];
  return {
    type: 'Container',
    spacing: 'medium',
    items: [
      words([
        run(`${sign} `, { color, weight: 'bolder' }),
        run(guestName(guest, limits), { weight: 'bolder' }),
      ]),
      timed(guestState(guest, view.guests.length, texts), { spacing: 'none' }),
      ...(seesPrivate(viewer) ? guestDetails(guest, view, texts, limits) : []),
    ],
  };
}

function guestState(guest: GuestView, count: number, texts: Texts): string {
  const { status, arrivedAt, mailedAt } = guest;
  if (guest.alreadyIn) return texts.t('cards.guest.alreadyIn');
  if (guest.wasGuest && status === 'arrived' && mailedAt)
    return texts.t('cards.guest.wasGuest', { at: moment(mailedAt) });
  if (status === 'arrived' && arrivedAt)
    return texts.t('cards.guest.arrivedAt', { at: moment(arrivedAt) });
  if (status === 'invited' && mailedAt)
    return texts.t('cards.guest.invitedAt', { at: moment(mailedAt) });
  return texts.t(`cards.guest.${status}`, { count });
}

/** Causes with their next steps, and what Teams does late. */
function guestDetails(
  guest: GuestView,
  view: RequestView,
  texts: Texts,
  limits: Limits,
): RichTextBlock[] {
  const names = new Map(
    view.resources.map((resource) => [resource.id, resourceName(resource, texts, limits)]),
  );
  const grants = guest.grants.flatMap(({ resourceId, status, problem }) => {
    const where = names.get(resourceId) ?? texts.t('cards.where.directory');
    if (status === 'failed' && problem) {
      return [problemLine(problem, texts, limits, texts.t('cards.grant.failed', { where }))];
    }
    if (status === 'later') return [words(texts.t('cards.grant.later', { where }), 'none')];
    return [];
  });
  const own = guest.problem ? [problemLine(guest.problem, texts, limits)] : [];
  return [...own, ...grants.slice(0, limits.entries)];
}

/** A named cause, then what to do about it. `lead` says what it is about. */
export function problemLine(
  problem: Problem,
  texts: Texts,
  limits: Limits,
  lead?: string,
): RichTextBlock {
  const { cause, nextStep } = explain(texts, problem);
  return words(
    [
      ...(lead ? [run(`${lead} `, { weight: 'bolder' })] : []),
      run(`${clip(oneLine(cause), limits.words)} `),
      run(clip(oneLine(nextStep), limits.words), { isSubtle: true }),
    ],
    'none',
  );
}
