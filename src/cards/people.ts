import type { Texts } from '../language/types.ts';
import type { GuestView, Person, RequestView, ResourceView } from '../requests/types.ts';
import type { Color, Element, RichTextBlock } from './adaptive-card.ts';
import {
  aside,
  capped,
  fact,
  marked,
  moment,
  named,
  quote,
  run,
  section,
  timed,
  words,
} from './elements.ts';
import { clip, oneLine } from './escape.ts';
import type { Limits } from './fit.ts';
import { allApprovers, decidable, seesPrivate, type Viewer } from './viewer.ts';

/** `Project X (team)`, or the directory itself. */
export function resourceName(
  resource: Pick<ResourceView, 'id' | 'kind' | 'name'>,
  texts: Texts,
  limits: Pick<Limits, 'name'>,
): string {
  if (resource.id === '') return texts.t('cards.where.directoryItself');
  return texts.t(`cards.where.${resource.kind}`, {
    name: clip(oneLine(resource.name), limits.name),
  });
}

/** Places where Teams does not show a guest yet, because only the group behind the team has him. */
export function placesLater(view: RequestView, guest: Pick<GuestView, 'grants'>): ResourceView[] {
  return view.resources.filter(({ id }) =>
    guest.grants.some(({ resourceId, status }) => resourceId === id && status === 'later'),
  );
}

/** Where a request leads, on one line. */
export function whereTo(view: RequestView, texts: Texts, limits: Limits): string {
  const places = view.resources.filter(({ id }) => id !== '');
  if (places.length === 0) return texts.t('cards.where.directory');
  const all = { ...limits, name: limits.name + 40 };
  return named(
    places.map((resource) => resourceName(resource, texts, limits)),
    all,
    texts,
  );
}

/** `Sam Oogle, sam@gmail.com`, or the address alone. */
export function guestName(guest: Pick<GuestView, 'address' | 'name'>, limits: Limits): string {
  const address = clip(oneLine(guest.address), limits.name);
  return guest.name ? `${clip(oneLine(guest.name), limits.name)}, ${address}` : address;
}

/** A person as a card names him. */
export function personName(person: Person, limits: Limits): string {
  return clip(oneLine(person.name), limits.name);
}

/** Who, where, until when, why: what a request asks for, as far as this viewer may know it. */
export function asked(view: RequestView, viewer: Viewer, texts: Texts, limits: Limits): Element[] {
  const guests = capped(view.guests, limits.entries, texts, (guest) =>
    words(guestName(guest, limits), 'none'),
  );
  const inHead = viewer.role === 'requester' && view.guests.length < 2;
  return section([
    ...(inHead ? [] : [fact(texts.t('cards.fact.guests', { count: view.guests.length }), guests)]),
    ...facts(view, viewer, texts, limits),
  ]);
}

/** The same without the guests, where their progress stands below. */
export function terms(view: RequestView, viewer: Viewer, texts: Texts, limits: Limits): Element[] {
  return section(facts(view, viewer, texts, limits));
}

/** The requester has read where to in the head of his card. */
function facts(view: RequestView, viewer: Viewer, texts: Texts, limits: Limits): Element[] {
  const { until, reason } = view;
  const where = viewer.role !== 'requester';
  return [
    ...(where ? [fact(texts.t('cards.fact.where'), whereTo(view, texts, limits))] : []),
    ...(until
      ? [fact(texts.t('cards.fact.until'), texts.t('cards.until', { day: texts.day(until) }))]
      : []),
    ...(reason && seesPrivate(viewer)
      ? [fact(texts.t('cards.fact.reason'), clip(oneLine(reason), limits.words))]
      : []),
  ];
}

/** The requester's words to the guests, where there are some and this viewer may read them. */
export function message(
  view: RequestView,
  viewer: Viewer,
  texts: Texts,
  limits: Limits,
): Element[] {
  if (!view.message?.trim() || !seesPrivate(viewer)) return [];
  return [quote(texts.t('cards.fact.message'), view.message, limits.words)];
}

/** For each resource, who agreed or who is waited for; what waits for this viewer is said by `forApprover`. */
export function decisions(
  view: RequestView,
  viewer: Viewer,
  texts: Texts,
  limits: Limits,
): Element[] {
  const own = decidable(view, viewer);
  const rows = view.resources.filter(
    (resource) => resource.decision !== 'notNeeded' && !own.includes(resource),
  );
  return section(
    capped(rows, limits.entries, texts, (resource) => ({
      type: 'Container',
      spacing: 'small',
      items:
        resource.decision === 'waiting'
          ? [open(resource, view.status === 'pending', texts, limits)]
          : decision(resource, seesPrivate(viewer), texts, limits),
    })),
  );
}

/** A place that nobody has decided about; once the request has ended, nobody will. */
function open(
  resource: ResourceView,
  pending: boolean,
  texts: Texts,
  limits: Limits,
): RichTextBlock {
  const where = resourceName(resource, texts, limits);
  if (!pending) {
    return marked('–', 'default', [run(texts.t('cards.decision.notAnyMore', { where }))]);
  }
  const people = resource.approvers.map(({ name }) => name);
  return marked(...SIGNS.waiting, [run(waitingLine(where, people, texts, limits))]);
}

/** Who decided and in which words, and below when: his name cannot stand in the same element as a time. */
function decision(
  resource: ResourceView,
  withComment: boolean,
  texts: Texts,
  limits: Limits,
): Element[] {
  const where = resourceName(resource, texts, limits);
  const [sign, color] = SIGNS[resource.decision];
  const by = resource.decidedBy ? personName(resource.decidedBy, limits) : '';
  const line = texts.t(`cards.decision.${resource.decision}`, { where, by });
  const comment = withComment && resource.decision === 'approved' && resource.comment;
  const words = comment ? ` “${clip(oneLine(comment), limits.words)}”` : '';
  const { decidedAt } = resource;
  return [
    marked(sign, color, [run(line), ...(words ? [run(words, { italic: true })] : [])]),
    ...(decidedAt
      ? [timed(moment(decidedAt), { isSubtle: true, size: 'small', spacing: 'none' })]
      : []),
  ];
}

const SIGNS: Record<ResourceView['decision'], readonly [sign: string, color: Color]> = {
  waiting: ['●', 'warning'],
  approved: ['✓', 'good'],
  denied: ['✕', 'attention'],
  notNeeded: ['✓', 'good'],
};

function waitingLine(
  where: string,
  people: readonly string[],
  texts: Texts,
  limits: Limits,
): string {
  if (people.length === 0) return texts.t('cards.decision.waitingNobody', { where });
  return texts.t('cards.decision.waiting', {
    where,
    count: people.length,
    people: named(people, { entries: 5, name: limits.name }, texts),
  });
}

/** Why this approver was asked, and what his approval does. */
export function forApprover(
  view: RequestView,
  viewer: Viewer,
  texts: Texts,
  limits: Limits,
): Element[] {
  const mine = decidable(view, viewer);
  if (mine.length === 0) return [];
  const why = mine.map((resource) => {
    const kind = resource.id === '' ? 'directory' : resource.standIn ? 'standIn' : 'owner';
    return texts.t(`cards.why.${kind}`, { where: resourceName(resource, texts, limits) });
  });
  return [
    ...capped(why, limits.entries, texts, (line) => aside(line)),
    aside(approving(view, mine, texts, limits), 'small'),
    ...otherApprovers(view, viewer, texts, limits),
  ];
}

function approving(
  view: RequestView,
  mine: readonly ResourceView[],
  texts: Texts,
  limits: Limits,
): string {
  const count = view.guests.length;
  const places = mine.filter(({ id }) => id !== '');
  if (places.length === 0) return texts.t('cards.approvingDirectory', { count });
  const names = places.map((resource) => resourceName(resource, texts, limits));
  const where = named(names, { entries: limits.entries, name: limits.name + 40 }, texts);
  return texts.t('cards.approving', { count, where });
}

function otherApprovers(
  view: RequestView,
  viewer: Viewer,
  texts: Texts,
  limits: Limits,
): Element[] {
  const others = allApprovers(view).filter(({ id }) => id !== viewer.personId);
  if (others.length === 0) return [];
  const names = others.map(({ name }) => name);
  const people = named(names, { entries: 5, name: limits.name }, texts);
  return [aside(texts.t('cards.alsoAsked', { people }), 'small')];
}

/** Approvers whom Teams would not let us reach: the requester has to tell them himself. */
export function unreached(
  view: RequestView,
  viewer: Viewer,
  texts: Texts,
  limits: Limits,
): Element[] {
  if (viewer.role !== 'requester' || view.unreached.length === 0) return [];
  const names = view.unreached.map(({ name }) => name);
  const people = named(names, { entries: 5, name: limits.name }, texts);
  return [
    marked('!', 'warning', [run(texts.t('cards.unreached', { count: names.length, people }))]),
  ];
}
