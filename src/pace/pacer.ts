import { randomUUID } from 'node:crypto';
import type { AskingDeps } from './asking.ts';
import { priceOf } from './bucket.ts';
import { type Lane, openLane } from './lane.ts';
import { type Ledger, memoryLedger } from './ledger.ts';
import type { Limit, LimitRules } from './limit.ts';
import type { Turn } from './queue.ts';
import type { LimitNews } from './state.ts';
import type { Timer } from './timer.ts';

/** Keeps our calls below the limits of a service, together with all who share the ledger. */
export interface Pacer<Kind extends string> {
  /**
   * Waits for a turn; call the answer when the call is over. Throws AppError `throttled` with
   * `retryAfterMs`, and `unavailable` where nobody waits for the call and the ledger cannot be reached.
   */
  take(limit: Limit<Kind>, turn: Turn): Promise<() => void>;
  report(limit: Limit<Kind>, news: LimitNews): void;
  /** Notes a call that went without asking, soon and in the background. */
  charge(limit: Limit<Kind>): void;
  /** How long nothing may be sent, in milliseconds, as far as this instance has heard. 0: go on. */
  stoppedFor(limit: Limit<Kind>): number;
  /** Writes down what was charged. */
  close(): Promise<void>;
}

/** What a pacer is made of. */
export interface PacerParts<Kind extends string> {
  /** Whose limits these are, for the keys in the ledger: `graph`. */
  readonly name: string;
  readonly rules: LimitRules<Kind>;
  readonly ledger: Ledger;
  readonly timer: Timer;
  /** Is told once when the ledger cannot be reached, and again after it could be. */
  readonly onAway?: (error: unknown) => void;
}

/** Lanes of teams, mailboxes and chats that nobody uses are dropped beyond this many. */
const MOST_LANES = 1000;
/** How long the ledger is left alone after it could not be reached. */
const AWAY_MS = 5000;
/** What is charged within this time is written down together. */
const CHARGE_MS = 100;

/** A pacer; one for each service and instance. */
export function createPacer<Kind extends string>(parts: PacerParts<Kind>): Pacer<Kind> {
  const { name, rules, timer } = parts;
  const lanes = new Map<string, Lane>();
  const deps = {
    by: randomUUID(),
    timer,
    ledger: parts.ledger,
    own: memoryLedger(timer),
    outage: openOutage(timer, parts.onAway),
  };
  const charges = openCharges(deps);
  const keyOf = ({ kind, of }: Limit<Kind>) => (of ? `${name} ${kind} ${of}` : `${name} ${kind}`);

  function laneOf(limit: Limit<Kind>): Lane {
    const key = keyOf(limit);
    const known = lanes.get(key);
    if (known) return known;
    if (lanes.size >= MOST_LANES) dropIdle(lanes);
    const made = openLane(deps, key, rules[limit.kind]);
    lanes.set(key, made);
    return made;
  }

  return {
    take: (limit, turn) => laneOf(limit).take(turn),
    report: (limit, news) => laneOf(limit).report(news),
    charge: (limit) =>
      charges.add(
        keyOf(limit),
        rules[limit.kind].buckets.map((bucket) => priceOf(bucket, 1, 1)),
      ),
    stoppedFor: (limit) => lanes.get(keyOf(limit))?.stoppedFor() ?? 0,
    close: () => charges.write(),
  };
}

function dropIdle(lanes: Map<string, Lane>): void {
  for (const [key, lane] of lanes) if (lane.isIdle()) lanes.delete(key);
}

function openOutage(timer: Timer, onAway: ((error: unknown) => void) | undefined) {
  let until = Number.NEGATIVE_INFINITY;
  let told = false;
  return {
    isOn: () => timer.now() < until,
    tell(error: unknown) {
      if (error === null) {
        told = false;
        return;
      }
      until = timer.now() + AWAY_MS;
      if (!told) onAway?.(error);
      told = true;
    },
  };
}

/** Writes one charge at a time. Those of a time in which the ledger is away are dropped: later on they are untrue. */
function openCharges({ ledger, timer, outage }: AskingDeps) {
  let open = new Map<string, readonly number[]>();
  let writing = Promise.resolve();

  async function writeOpen(): Promise<void> {
    const charges = [...open].map(([key, prices]) => ({ key, prices }));
    open = new Map();
    if (charges.length > 0 && !outage.isOn()) await ledger.charge(charges).catch(outage.tell);
  }
  /** What comes in until the one before it is written goes along. */
  const write = () => {
    writing = writing.then(writeOpen);
    return writing;
  };
  return {
    add(key: string, prices: readonly number[]) {
      if (open.size === 0) timer.after(CHARGE_MS, () => void write());
      const before = open.get(key) ?? [];
      open.set(
        key,
        prices.map((price, index) => price + (before[index] ?? 0)),
      );
    },
    write,
  };
}
