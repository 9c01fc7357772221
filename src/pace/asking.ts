import { draw, type Grant, type Wish } from './draw.ts';
import type { Decision, Ledger } from './ledger.ts';
import { type LimitRule, shareOf } from './limit.ts';
import { hasPlaces, PLACE_MS, placeId } from './places.ts';
import type { Sight } from './sight.ts';
import type { Timer } from './timer.ts';

/** Who asks, and whom. */
export interface AskingDeps {
  /** This instance, among all that share the ledger. */
  readonly by: string;
  readonly timer: Timer;
  readonly ledger: Ledger;
  /** What people's calls are counted in while the ledger is away. */
  readonly own: Ledger;
  /** Whether the ledger was away a moment ago; it is told how each try ended (null: well). */
  readonly outage: { isOn(): boolean; tell(error: unknown): void };
}

/** What was granted, and by which ledger. */
export type Granted = Decision<Grant> & { readonly from: Ledger };

/** Asks for one limit's tokens and places. */
export interface Asking {
  /** Of all that is shared; while that is out of reach, for people alone, of a share of our own. */
  ask(wish: Omit<Wish, 'by' | 'draw'>): Promise<Granted>;
  /** Whether the ledger was away when it should have been told of places that are free. */
  owes(): boolean;
}

/** Of each limit, what people's calls may take while no other instance can be seen. */
const SHARE = 0.25;

/** Opens the asking for one limit. */
export function openAsking(deps: AskingDeps, sight: Sight, rule: LimitRule): Asking {
  const { by, ledger, own, outage } = deps;
  const debts = openDebts(deps.timer);
  const part = shareOf(rule, SHARE);
  let draws = 0;

  const signed = (wish: Omit<Wish, 'by' | 'draw'>): Wish => {
    draws += 1;
    return { ...wish, by, draw: draws };
  };
  const from = async (which: Ledger, of: LimitRule, asked: Wish): Promise<Granted> => {
    const decision = await sight.change(which, (state, now) => draw(state, of, asked, now));
    return { ...decision, from: which };
  };
  return {
    async ask(wish) {
      const alone = () => from(own, part, signed({ ...wish, bulk: [] }));
      const asked = signed({ ...wish, left: [...debts.open(), ...wish.left] });
      if (outage.isOn()) {
        debts.add(wish.left);
        return alone();
      }
      try {
        const granted = await from(ledger, rule, asked);
        debts.settle(asked.left);
        outage.tell(null);
        return granted;
      } catch (error) {
        outage.tell(error);
        // Without an answer nobody knows what was granted: it goes back as well.
        debts.add([...wish.left, ...placesOf(asked, rule)]);
        return alone();
      }
    },
    owes: () => debts.open().length > 0,
  };
}

/** Every place that an answer to this may have granted. */
function placesOf(asked: Wish, rule: LimitRule): readonly string[] {
  if (!hasPlaces(rule)) return [];
  const most = Math.min(rule.atOnce, asked.urgent.length + asked.bulk.length);
  return Array.from({ length: most }, (_, index) => placeId(asked, index));
}

/** Places that are free and not said to be; after a while they come free by themselves. */
function openDebts(timer: Timer) {
  let debts = new Map<string, number>();
  const open = () => {
    debts = new Map([...debts].filter(([, until]) => until > timer.now()));
    return [...debts.keys()];
  };
  return {
    open,
    add(places: readonly string[]) {
      for (const place of places) debts.set(place, timer.now() + PLACE_MS);
    },
    settle(places: readonly string[]) {
      for (const place of places) debts.delete(place);
    },
  };
}
