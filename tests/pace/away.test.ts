import { expect, test } from '@jest/globals';
import { type Ledger, memoryLedger } from '../../src/pace/ledger.ts';
import { createPacer, type Pacer } from '../../src/pace/pacer.ts';
import { manualTimer } from '../support/manual-timer.ts';

const rules = { mailbox: { buckets: [], atOnce: 4 } };
const turn = { urgent: true, cost: 1, patienceMs: 60_000 };

/** Two instances on one ledger. The first one's line to it can break, before or after what it asks is done. */
function given() {
  const timer = manualTimer();
  const shared = memoryLedger(timer);
  const line: { broken: 'before' | 'after' | null } = { broken: null };
  const shaky: Ledger = {
    ...shared,
    async change(key, decide) {
      if (line.broken === 'before') throw new Error('no answer');
      const decision = await shared.change(key, decide);
      if (line.broken === 'after') throw new Error('no answer');
      return decision;
    },
  };
  const start = (ledger: Ledger) => createPacer({ name: 'test', rules, ledger, timer });
  return { timer, line, first: start(shaky), second: start(shared) };
}

/** Asks for so many places, and counts those that were given. */
function takeAll(pacer: Pacer<'mailbox'>, count: number) {
  const given: (() => void)[] = [];
  for (let each = 0; each < count; each += 1) {
    void pacer.take({ kind: 'mailbox' }, turn).then((leave) => given.push(leave));
  }
  return given;
}

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
