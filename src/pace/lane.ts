import { AppError } from '../errors.ts';
import { type AskingDeps, openAsking } from './asking.ts';
import { draw } from './draw.ts';
import type { LimitRule } from './limit.ts';
import { openPurse } from './purse.ts';
import { openQueue, type Queue, type Turn, type Waiter } from './queue.ts';
import { openSight, type View } from './sight.ts';
import type { LimitNews } from './state.ts';
import { expectedWaits } from './tokens.ts';

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

/** Opens the lane of one limit. */
export function openLane(deps: AskingDeps, key: string, rule: LimitRule): Lane {
  const { timer, own, outage } = deps;
  const queue = openQueue();
  const purse = openPurse(rule, timer);
  const sight = openSight(deps, key, rule);
  const asking = openAsking(deps, sight, rule);
  const source = () => (outage.isOn() ? own : deps.ledger);
  let isAsking = false;
  let unwake = () => {};

  function serve(): void {
    for (let next = queue.next(); next && sight.stoppedFor() === 0; next = queue.next()) {
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

  const owes = () => asking.owes() || sight.owes();

  /** Says what is free, and what stops us, once the ledger is back. */
  function payBack(): void {
    if (outage.isOn()) advance();
    else void ask();
  }

  /** Lets go who may go, refuses whose wait would be too long, and sees to it that the others come next. */
  function advance(isTime = false): void {
    unwake();
    serve();
    if (isAsking) return;
    refuseLate(queue, sight.view(), rule, timer.now());
    if (!queue.next()) purse.leaveAll();
    if (!queue.next() && !purse.hasLeft()) {
      if (owes()) unwake = timer.after(LOOK_AGAIN_MS, payBack);
      return;
    }
    const wait = isTime || purse.hasLeft() ? null : knownWait();
    if (wait === null) return void ask();
    const again = Math.min(LOOK_AGAIN_MS, Math.max(LOOK_AT_MOST_MS, wait));
    unwake = timer.after(Math.ceil(again), () => advance(true));
  }

  /** How long there is nothing to be had, and nothing new to be said of it; null: that has to be asked. */
  function knownWait(): number | null {
    const seen = sight.view();
    if (!seen || seen.from !== source() || timer.now() - seen.at > LOOK_AGAIN_MS) return null;
    const wish = { by: deps.by, draw: 0, ...purse.wish(queue) };
    const { state, answer } = draw(seen.state, rule, wish, seen.now);
    return state === seen.state ? answer.waitMs : null;
  }

  async function report(news: LimitNews): Promise<void> {
    await sight.note(news);
    if (sight.owes()) advance();
  }

  const leave = (place: string) => {
    purse.leave(place);
    advance();
  };

  return {
    take: (turn) =>
      new Promise((resolve, reject) => {
        queue.add({
          ...turn,
          deadline: timer.now() + turn.patienceMs,
          go: (place) => resolve(place === undefined ? () => {} : once(() => leave(place))),
          refuse: reject,
        });
        advance();
      }),
    report: (news) => void report(news),
    stoppedFor: sight.stoppedFor,
    isIdle: () => !isAsking && !owes() && !queue.next() && !purse.hasLeft() && sight.isIdle(),
  };
}

/** Refuses whose wait would be too long. */
function refuseLate(queue: Queue, seen: View | null, rule: LimitRule, now: number): void {
  if (!seen) return;
  const all = queue.all();
  const waits = expectedWaits(seen.state, rule, all, seen.now);
  const late = new Set<Waiter>();
  for (const [index, each] of all.entries()) {
    const waitMs = waits[index] ?? 0;
    if (now + waitMs <= each.deadline) continue;
    each.refuse(tooLong(waitMs));
    late.add(each);
  }
  if (late.size > 0) queue.leave((each) => late.has(each));
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}
