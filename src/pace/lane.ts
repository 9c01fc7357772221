import { AppError } from '../errors.ts';
import { type AskingDeps, openAsking } from './asking.ts';
import { draw, expectedWaits } from './draw.ts';
import type { Ledger } from './ledger.ts';
import type { LimitRule } from './limit.ts';
import { openPurse } from './purse.ts';
import { openQueue, type Turn, type Waiter } from './queue.ts';
import { idleAt, type LimitNews, type LimitState, untouched, withNews } from './state.ts';

/** The calls of this instance that count against one limit. */
export interface Lane {
  take(turn: Turn): Promise<() => void>;
  report(news: LimitNews): void;
  /** How long nothing may be sent, as far as this instance has heard. 0: go on. */
  stoppedFor(): number;
  /** Whether nothing is lost when this lane is forgotten. */
  isIdle(): boolean;
}

/** Looks again at least this often: others may have given back what they held. */
const LOOK_AGAIN_MS = 1000;
/** Whoever waits is not looked after more often than this: what came in meanwhile is given out at once. */
const LOOK_AT_MOST_MS = 25;

const tooLong = (waitMs: number) =>
  new AppError('throttled', { retryAfterMs: Math.ceil(Math.max(waitMs, LOOK_AGAIN_MS)) });

/** A limit as it was last seen, and in which ledger: each has its own clock. */
interface Sight {
  readonly state: LimitState;
  readonly from: Ledger;
  readonly at: number;
}

/** Opens the lane of one limit. */
export function openLane(deps: AskingDeps, key: string, rule: LimitRule): Lane {
  const { timer, own, outage } = deps;
  const queue = openQueue();
  const purse = openPurse(rule, timer);
  const asking = openAsking(deps, key, rule);
  const source = () => (outage.isOn() ? own : deps.ledger);
  let seen: Sight | null = null;
  let isAsking = false;
  let unwake = () => {};

  const stoppedFor = () => (seen ? Math.max(0, seen.state.stoppedUntil - seen.from.now()) : 0);

  function serve(): void {
    for (let next = queue.next(); next && stoppedFor() === 0; next = queue.next()) {
      const served = next;
      const paid = purse.pay(served.cost);
      if (!paid) return;
      queue.leave((each) => each === served);
      served.go(paid.place);
    }
  }

  async function ask(): Promise<void> {
    isAsking = true;
    const wish = purse.wish(queue);
    purse.asked();
    try {
      const got = await asking.ask(wish);
      if (got.from === own) refuseBulk();
      see(got.state, got.from);
      purse.receive(got.answer);
    } finally {
      isAsking = false;
    }
    advance();
  }

  /** People go on with a share that is this instance's own; bulk comes again later. */
  function refuseBulk(): void {
    for (const each of queue.bulk) each.refuse(new AppError('unavailable'));
    queue.leave(({ urgent }) => !urgent);
  }

  /** What the service said meanwhile is not forgotten. */
  function see(state: LimitState, from: Ledger): void {
    const before = seen?.from === from ? seen.state.stoppedUntil : 0;
    const stoppedUntil = Math.max(before, state.stoppedUntil);
    seen = { state: { ...state, stoppedUntil }, from, at: timer.now() };
  }

  /** Says what is free once the ledger is back. */
  function payBack(): void {
    if (outage.isOn()) advance();
    else void ask();
  }

  function refuseLate(): void {
    if (!seen) return;
    const all = queue.all();
    const waits = expectedWaits(seen.state, rule, all, seen.from.now());
    const late = new Set<Waiter>();
    for (const [index, each] of all.entries()) {
      const waitMs = waits[index] ?? 0;
      if (timer.now() + waitMs <= each.deadline) continue;
      each.refuse(tooLong(waitMs));
      late.add(each);
    }
    if (late.size > 0) queue.leave((each) => late.has(each));
  }

  /** Lets go who may go, refuses whose wait would be too long, and sees to it that the others come next. */
  function advance(isTime = false): void {
    unwake();
    serve();
    if (isAsking) return;
    refuseLate();
    if (!queue.next() && !purse.hasLeft()) {
      if (asking.owes()) unwake = timer.after(LOOK_AGAIN_MS, payBack);
      return;
    }
    const wait = isTime || purse.hasLeft() ? null : knownWait();
    if (wait === null) return void ask();
    const again = Math.min(LOOK_AGAIN_MS, Math.max(LOOK_AT_MOST_MS, wait));
    unwake = timer.after(Math.ceil(again), () => advance(true));
  }

  /** How long there is nothing to be had, and nothing new to be said of it; null: that has to be asked. */
  function knownWait(): number | null {
    if (!seen || seen.from !== source() || timer.now() - seen.at > LOOK_AGAIN_MS) return null;
    const wish = { by: deps.by, draw: 0, ...purse.wish(queue) };
    const { state, answer } = draw(seen.state, rule, wish, seen.from.now());
    return state === seen.state ? answer.waitMs : null;
  }

  function report(news: LimitNews): void {
    const from = source();
    const before = seen?.from === from ? seen.state : untouched;
    const after = withNews(before, rule, news, from.now());
    if (after === before) return;
    seen = { state: after, from, at: timer.now() };
    const note = (state: LimitState, now: number) => ({
      state: withNews(state, rule, news, now),
      answer: null,
    });
    from
      .change(key, note)
      .then(({ state }) => see(state, from))
      .catch((error: unknown) => {
        outage.tell(error);
        return own.change(key, note);
      });
  }

  return {
    take: (turn) =>
      new Promise((resolve, reject) => {
        queue.add({
          ...turn,
          deadline: timer.now() + turn.patienceMs,
          go: (place) => resolve(place === undefined ? () => {} : leaveOnce(place)),
          refuse: reject,
        });
        advance();
      }),
    report,
    stoppedFor,
    isIdle: () =>
      !isAsking &&
      !asking.owes() &&
      !queue.next() &&
      !purse.hasLeft() &&
      (!seen || idleAt(seen.state) < seen.from.now()),
  };

  function leaveOnce(place: string): () => void {
    let done = false;
    return () => {
      if (done) return;
      done = true;
      purse.leave(place);
      advance();
    };
  }
}
