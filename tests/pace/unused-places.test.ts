import { expect, test } from '@jest/globals';
import { type Ledger, memoryLedger } from '../../src/pace/ledger.ts';
import { createPacer, type Pacer } from '../../src/pace/pacer.ts';
import { pause } from '../../src/pace/timer.ts';
import { manualTimer } from '../support/manual-timer.ts';

const rules = { mailbox: { buckets: [], atOnce: 4 } };
const limit = { kind: 'mailbox' } as const;
/** How long the first instance's ledger takes to answer. */
const ANSWER_MS = 100;

/** Two instances; the first one's draws are under way for a while. */
function given() {
  const timer = manualTimer();
  const shared = memoryLedger(timer);
  const slow: Ledger = {
    ...shared,
    async change(key, decide) {
      const decision = await shared.change(key, decide);
      await pause(timer, ANSWER_MS);
      return decision;
    },
  };
  const start = (ledger: Ledger) => createPacer({ name: 'test', rules, ledger, timer });
  return { timer, first: start(slow), second: start(shared) };
}

function takeAll(pacer: Pacer<'mailbox'>, count: number, patienceMs = 60_000) {
  const went: (() => void)[] = [];
  const refused: unknown[] = [];
  for (let each = 0; each < count; each += 1) {
    pacer.take(limit, { urgent: true, cost: 1, patienceMs }).then(
      (leave) => went.push(leave),
      (error: unknown) => refused.push(error),
    );
  }
  return { went, refused };
}

/** A draw is under way when the service asks for silence, for longer than whoever waits may wait. */
async function givenRefusedAfterDraw(stopMs: number) {
  const instances = given();
  const { timer, first } = instances;
  const late = takeAll(first, 2, 3000);
  await timer.advance(ANSWER_MS / 2);
  first.report(limit, { outcome: 'refused', retryAfterMs: stopMs, used: null });
  await timer.advance(ANSWER_MS);
  expect(late).toMatchObject({ went: [], refused: [{ code: 'throttled' }, { code: 'throttled' }] });
  return instances;
}

test('places that nobody here can use any more are given back to the others', async () => {
  const { timer, second } = await givenRefusedAfterDraw(10_000);
  const others = takeAll(second, 4);
  await timer.advance(12_000);
  expect(others.went).toHaveLength(4);
});

test('a place that was drawn long ago is not used, so never more are under way than may be', async () => {
  const { timer, first, second } = await givenRefusedAfterDraw(10_000);
  await timer.advance(40_000);
  const others = takeAll(second, 4);
  await timer.advance(0);
  const more = takeAll(first, 1);
  await timer.advance(2000);
  expect(others.went).toHaveLength(4);
  expect(more.went).toHaveLength(0);
});

test('a place that lay here through a stop is drawn anew, so that it lasts as long as the call', async () => {
  const { timer, first, second } = given();
  const held = takeAll(first, 4);
  await timer.advance(ANSWER_MS / 2);
  first.report(limit, { outcome: 'refused', retryAfterMs: 20_000, used: null });
  await timer.advance(22_000);
  expect(held.went).toHaveLength(4);

  const others = takeAll(second, 1);
  await timer.advance(28_000);
  expect(others.went).toHaveLength(0);
});
