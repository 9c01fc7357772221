import { expect, test } from '@jest/globals';
import { type Ledger, memoryLedger } from '../../src/pace/ledger.ts';
import { buckets } from '../../src/pace/limit.ts';
import { createPacer, type Pacer } from '../../src/pace/pacer.ts';
import { pause } from '../../src/pace/timer.ts';
import { manualTimer } from '../support/manual-timer.ts';
import { EPOCH_MS } from './support/instances.ts';

const rules = {
  mailbox: { buckets: [], atOnce: 4 },
  team: buckets([4, 60_000]),
  chat: buckets([60, 30_000]),
};
type Kind = keyof typeof rules;
const turn = { urgent: true, cost: 1, patienceMs: 60_000 };

/** Two instances on one ledger, with a clock of its own. The first one's line to it can break, before or after what it asks is done. */
function given() {
  const timer = manualTimer();
  const shared = memoryLedger({ ...timer, now: () => EPOCH_MS + timer.now() });
  const line: { broken: 'before' | 'after' | 'hangs' | 'slow' | null } = {
    broken: null,
  };
  const over = async <T>(work: () => Promise<T>): Promise<T> => {
    if (line.broken === 'hangs') await pause(timer, 1000);
    if (line.broken === 'slow') await pause(timer, 500);
    if (line.broken === 'before' || line.broken === 'hangs') throw new Error('no answer');
    const done = await work();
    if (line.broken === 'after') throw new Error('no answer');
    return done;
  };
  const shaky: Ledger = {
    now: shared.now,
    change: (key, decide) => over(() => shared.change(key, decide)),
    charge: (charges) => over(() => shared.charge(charges)),
  };
  const start = (ledger: Ledger) => createPacer({ name: 'test', rules, ledger, timer });
  return { timer, line, first: start(shaky), second: start(shared) };
}

/** Asks for so many turns, and counts those that were given. */
function takeAll(pacer: Pacer<Kind>, count: number, kind: Kind = 'mailbox') {
  const given: (() => void)[] = [];
  for (let each = 0; each < count; each += 1) {
    void pacer.take({ kind }, turn).then((leave) => given.push(leave));
  }
  return given;
}

/** The service says how long it wants to hear nothing. */
const tellStop = (pacer: Pacer<Kind>, kind: Kind, retryAfterMs: number) =>
  pacer.report({ kind }, { outcome: 'refused', retryAfterMs, used: null });

test('places that came free while the ledger was away are given back when it is there again', async () => {
  const { timer, line, first, second } = given();
  const held = takeAll(first, 4);
  await timer.advance(0);
  expect(held).toHaveLength(4);

  line.broken = 'before';
  for (const leave of held) leave();
  await timer.advance(1000);
  const others = takeAll(second, 4);
  await timer.advance(1000);
  expect(others).toHaveLength(0);

  line.broken = null;
  await timer.advance(7000);
  expect(others).toHaveLength(4);
});

test('a place that was granted by an answer that got lost is given back', async () => {
  const { timer, line, first, second } = given();
  line.broken = 'after';
  const held = takeAll(first, 1);
  await timer.advance(0);
  expect(held).toHaveLength(1);

  line.broken = null;
  const others = takeAll(second, 4);
  await timer.advance(1000);
  expect(others).toHaveLength(3);
  await timer.advance(7000);
  expect(others).toHaveLength(4);
});

test('who was told to wait still waits when the ledger goes away, and goes on right after', async () => {
  const { timer, line, first } = given();
  tellStop(first, 'team', 30_000);
  await timer.advance(1000);
  line.broken = 'before';
  const went = takeAll(first, 1, 'team');
  await timer.advance(28_900);
  expect(went).toHaveLength(0);
  await timer.advance(1200);
  expect(went).toHaveLength(1);
});

test('what was told while the ledger was away, all obey once it is there again, also where nobody else calls', async () => {
  const { timer, line, first, second } = given();
  line.broken = 'before';
  takeAll(first, 1, 'team');
  await timer.advance(0);
  tellStop(first, 'team', 30_000);
  await timer.advance(1000);
  line.broken = null;
  await timer.advance(6000);

  const went = takeAll(second, 1, 'team');
  await timer.advance(22_900);
  expect(went).toHaveLength(0);
  await timer.advance(1200);
  expect(went).toHaveLength(1);
});

test('a stop that could not be written down is written down later', async () => {
  const { timer, line, first, second } = given();
  line.broken = 'before';
  tellStop(first, 'team', 30_000);
  await timer.advance(1000);
  line.broken = null;
  await timer.advance(6000);
  const went = takeAll(second, 1, 'team');
  await timer.advance(22_000);
  expect(went).toHaveLength(0);
  await timer.advance(2000);
  expect(went).toHaveLength(1);
});

test('what was said while the ledger hangs is not charged as if it had been said at its end', async () => {
  const { timer, line, first, second } = given();
  line.broken = 'hangs';
  for (let said = 0; said < 200; said += 1) {
    first.charge({ kind: 'chat' });
    await timer.advance(100);
  }
  line.broken = null;
  await timer.advance(2000);
  const went = takeAll(second, 1, 'chat');
  await timer.advance(500);
  expect(went).toHaveLength(1);
});

test('what is said while one charge is on its way is written down with the next', async () => {
  const { timer, line, first, second } = given();
  line.broken = 'slow';
  for (let said = 0; said < 4; said += 1) {
    first.charge({ kind: 'team' });
    await timer.advance(150);
  }
  void first.close();
  await timer.advance(1000);
  const went = takeAll(second, 1, 'team');
  await timer.advance(12_000);
  expect(went).toHaveLength(0);
  await timer.advance(4000);
  expect(went).toHaveLength(1);
});

test('closing waits for one answer of a ledger that hangs, not for many', async () => {
  const { timer, line, first } = given();
  line.broken = 'hangs';
  for (let said = 0; said < 9; said += 1) {
    first.charge({ kind: 'chat' });
    await timer.advance(100);
  }
  let isClosed = false;
  void first.close().then(() => {
    isClosed = true;
  });
  await timer.advance(1000);
  expect(isClosed).toBe(true);
});
