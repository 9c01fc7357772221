import type { Texts } from '../language/types.ts';
import type { ChatMessage } from '../requests/ports.ts';
import type { GuestView, Person, RequestView, ResourceRef } from '../requests/types.ts';
import { clip, escapeMarkdown, mentionName, oneLine } from './escape.ts';
import type { Limits } from './fit.ts';
import { guestsLine } from './head.ts';
import { whereTo } from './people.ts';

const LIMITS: Limits = { entries: 3, words: 300, name: 100 };

/** Somebody to be named in a channel: mentioned where his Teams identity there is known. */
export interface Mentionable {
  readonly name: string;
  /** MRI from this conversation's roster. */
  readonly rosterId: string | null;
}

/** Welcomes a guest in the channel of the team he came to: who he is, who brought him, whom to ask. */
export function channelWelcome(
  welcome: {
    readonly guest: Mentionable;
    readonly sponsor: Mentionable;
    readonly resource: ResourceRef;
  },
  texts: Texts,
): ChatMessage {
  const { guest, sponsor, resource } = welcome;
  const mentions = [guest, sponsor].flatMap(({ name, rosterId }) =>
    rosterId && mentionName(name) ? [{ id: rosterId, name: mentionName(name) }] : [],
  );
  return {
    text: texts.t('cards.notice.channelWelcome', {
      guest: mention(guest),
      sponsor: mention(sponsor),
      where: markdown(resource.name),
    }),
    summary: texts.t('cards.notice.channelWelcomeSummary', {
      guest: short(guest.name),
      where: short(resource.name),
    }),
    ...(mentions.length > 0 ? { mentions } : {}),
  };
}

function mention({ name, rosterId }: Mentionable): string {
  const plain = mentionName(name);
  return rosterId && plain ? `<at>${plain}</at>` : markdown(name);
}

/** What a requester is told beside the card that changes by itself. */
export type RequesterEvent = 'decided' | 'arrived' | 'attention' | 'unreached';

/**
 * One sentence for the requester about what has just happened. `guest` is the one who has arrived.
 * Given as text and as the notification's line.
 */
export function requesterNotice(
  event: RequesterEvent,
  view: RequestView,
  texts: Texts,
  guest: Pick<GuestView, 'address' | 'name' | 'wasGuest'> | null = null,
): ChatMessage {
  const key = noticeKey(event, view, guest?.wasGuest ?? false);
  const about = {
    id: view.id,
    guests: guestsLine(view, texts, LIMITS),
    guest: guest ? (guest.name ?? guest.address) : guestsLine(view, texts, LIMITS),
    where: whereTo(view, texts, LIMITS),
    people: texts.list(view.unreached.slice(0, 5).map(({ name }) => short(name))),
    by: decider(view)?.name ?? '',
  };
  const write = (as: (text: string) => string) =>
    texts.t(
      `cards.notice.${key}`,
      Object.fromEntries(Object.entries(about).map(([name, value]) => [name, as(value)])),
    );
  return { text: write(markdown), summary: write(short) };
}

function noticeKey(event: RequesterEvent, view: RequestView, wasGuest: boolean): string {
  if (event === 'arrived' && view.directoryOnly) return 'arrivedDirectory';
  if (event === 'arrived') return wasGuest ? 'arrivedKnown' : 'arrived';
  if (event !== 'decided') return event;
  if (view.status !== 'denied') return 'approved';
  return view.endedBy ? 'denied' : 'deniedByRule';
}

function decider(view: RequestView): Person | null {
  return view.endedBy ?? view.resources.findLast(({ decidedBy }) => decidedBy)?.decidedBy ?? null;
}

function short(text: string): string {
  return clip(oneLine(text), LIMITS.words);
}

function markdown(text: string): string {
  return escapeMarkdown(short(text));
}
