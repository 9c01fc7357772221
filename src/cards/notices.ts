import { explain } from '../language/explain.ts';
import type { Texts } from '../language/types.ts';
import type { ChatMessage } from '../requests/ports.ts';
import type { Mentioned, RequesterEvent } from '../requests/presenter.ts';
import type { GuestView, Person, Problem, RequestView, ResourceRef } from '../requests/types.ts';
import { clip, escapeMarkdown, mentionName, oneLine } from './escape.ts';
import type { Limits } from './fit.ts';
import { guestsLine } from './head.ts';
import { placesLater, whereTo } from './people.ts';

const LIMITS: Limits = { entries: 3, words: 300, name: 100 };

/** Welcomes a guest in the channel of the team he came to: who he is, who brought him, whom to ask. */
export function channelWelcome(
  welcome: {
    readonly guest: Mentioned;
    readonly sponsor: Mentioned;
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

function mention({ name, rosterId }: Mentioned): string {
  const plain = mentionName(name);
  return rosterId && plain ? `<at>${plain}</at>` : markdown(name);
}

/**
 * One sentence for the requester about what has just happened. `guest` is the one who has arrived.
 * Given as text and as the notification's line.
 */
export function requesterNotice(
  event: RequesterEvent,
  view: RequestView,
  texts: Texts,
  guest: Pick<GuestView, 'address' | 'name' | 'wasGuest' | 'grants'> | null = null,
): ChatMessage {
  const key = event === 'arrived' ? arrivalKey(view, guest) : noticeKey(event, view);
  const about = {
    id: view.id,
    guests: guestsLine(view, texts, LIMITS),
    guest: guest ? (guest.name ?? guest.address) : guestsLine(view, texts, LIMITS),
    where: whereTo(view, texts, LIMITS),
    people: texts.list(view.unreached.slice(0, 5).map(({ name }) => short(name))),
    by: decider(view)?.name ?? '',
    ...(event === 'decided' ? ending(view, texts) : {}),
    ...(event === 'attention' ? firstFailure(view, texts) : {}),
  };
  const write = (as: (text: string) => string) =>
    texts.t(
      `cards.notice.${key}`,
      Object.fromEntries(Object.entries(about).map(([name, value]) => [name, as(value)])),
    );
  return { text: write(markdown), summary: write(short) };
}

function arrivalKey(
  view: RequestView,
  guest: Pick<GuestView, 'wasGuest' | 'grants'> | null,
): string {
  if (view.directoryOnly) return 'arrivedDirectory';
  const late = guest !== null && placesLater(view, guest).length > 0;
  return `${guest?.wasGuest ? 'arrivedKnown' : 'arrived'}${late ? 'Later' : ''}`;
}

function noticeKey(event: RequesterEvent, view: RequestView): string {
  if (event !== 'decided') return event;
  if (view.status !== 'denied') return 'approved';
  return view.endedBy ? 'denied' : 'deniedByRule';
}

/** Why a request was denied, in the approver's words or as our own cause; for the texts `…_reason` and `…_cause`. */
function ending({ denial, problem }: RequestView, texts: Texts): Record<string, string> {
  if (denial) return { reason: denial };
  return problem ? { ...explain(texts, problem) } : {};
}

/** The row that stands first among the failed ones on the card, with its cause; for the text `…_cause`. */
function firstFailure({ guests }: RequestView, texts: Texts): Record<string, string> {
  const failed = guests.flatMap((guest) => {
    const problem = problemOf(guest);
    return problem ? [{ failed: guest.address, ...explain(texts, problem) }] : [];
  });
  return failed[0] ?? {};
}

function problemOf({ problem, grants }: GuestView): Problem | null {
  return problem ?? grants.find(({ status }) => status === 'failed')?.problem ?? null;
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
