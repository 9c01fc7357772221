import type { CardJson } from '../chat/activity.ts';
import { createSignal } from '../live/signal.ts';

/** One card in a message, as one person sees it. */
export interface ViewPlace {
  mri: string;
  messageId: string;
  cardIndex: number;
}

interface View {
  /** The message's version it was given for; with another one it no longer holds. */
  version: number;
  /** Null: the message's own card is what this person sees. */
  card: CardJson | null;
  /** When it was asked for, on the machine's clock. */
  at: number;
}

/** Teams asks a card's bot again when it is looked at a minute later. */
const FRESH_MS = 60_000;

/** What the bot showed to one person alone, kept for as long as the page is open. */
export type PersonalViews = ReturnType<typeof createPersonalViews>;

/** `now` is the machine's time in milliseconds. */
export function createPersonalViews(now: () => number = Date.now) {
  const views = createSignal<ReadonlyMap<string, View>>(new Map());
  const keyOf = ({ mri, messageId, cardIndex }: ViewPlace) => `${messageId} ${cardIndex} ${mri}`;
  const find = (place: ViewPlace, version: number) => {
    const view = views.get().get(keyOf(place));
    return view?.version === version ? view : undefined;
  };
  return {
    subscribe: views.subscribe,
    /** Another value after each change. */
    get: views.get,
    cardFor: (place: ViewPlace, version: number) => find(place, version)?.card ?? null,
    /** Notes what was shown; without a card, that it was asked for. */
    note: (place: ViewPlace, version: number, card?: CardJson) => {
      // An answer may come after the message has changed, and after the newer one was asked for.
      if ((views.get().get(keyOf(place))?.version ?? version) > version) return;
      const kept = card ?? find(place, version)?.card ?? null;
      views.set(new Map(views.get()).set(keyOf(place), { version, card: kept, at: now() }));
    },
    isFresh: (place: ViewPlace, version: number) => {
      const view = find(place, version);
      return view !== undefined && now() - view.at < FRESH_MS;
    },
  };
}
