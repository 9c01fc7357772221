import { expect, test } from '@jest/globals';
import { type Limit, type LimitSettings, limitRules } from '../../src/graph/limits.ts';
import { memoryLedger } from '../../src/pace/ledger.ts';
import { createPacer } from '../../src/pace/pacer.ts';
import type { Turn } from '../../src/pace/queue.ts';
import type { LimitNews } from '../../src/pace/state.ts';
import { publishedLimits } from '../graph/support/given-graph.ts';
import { manualTimer, settled } from '../support/manual-timer.ts';

const team: Limit = { kind: 'team', of: 'a' };
const mailbox: Limit = { kind: 'mailbox', of: 'a@woodgrove.com' };
const mails: Limit = { kind: 'mails', of: 'a@woodgrove.com' };
const invitations: Limit = { kind: 'invitations' };

function givenPacer(change: Partial<LimitSettings> = {}) {
  const timer = manualTimer();
  const rules = limitRules({ ...publishedLimits, ...change });
  const pacer = createPacer({ name: 'graph', rules, ledger: memoryLedger(timer), timer });
  const went: string[] = [];
  const ask = (name: string, limit: Limit, change: Partial<Turn> = {}) => {
    const turn = { urgent: false, cost: 1, patienceMs: 60_000, ...change };
    return pacer.take(limit, turn).then(
      (release) => {
        went.push(name);
        return release;
      },
      (error: unknown) => {
        went.push(`${name} refused`);
        return Promise.reject(error);
      },
    );
  };
  const tell = (limit: Limit, news: Partial<LimitNews>) =>
    pacer.report(limit, { outcome: 'ok', retryAfterMs: null, used: null, ...news });
  return { timer, pacer, went, ask, tell };
}

test('four join a team within a second, the fifth after 15 more', async () => {
  const { timer, went, ask } = givenPacer();
  for (const name of ['1', '2', '3', '4', '5']) void ask(name, team);
  await timer.advance(1_000);
  expect(went).toEqual(['1', '2', '3', '4']);

  await timer.advance(14_000);
  expect(went).toHaveLength(4);
  await timer.advance(1_000);
  expect(went).toEqual(['1', '2', '3', '4', '5']);
});

test('another team has its own bucket', async () => {
  const { timer, went, ask } = givenPacer();
  for (let index = 0; index < 4; index += 1) void ask('a', team);
  void ask('b', { kind: 'team', of: 'b' });
  await timer.advance(1_000);
  expect(went.toSorted()).toEqual(['a', 'a', 'a', 'a', 'b']);
});

test('who is waited for goes before bulk that came earlier', async () => {
  const { timer, went, ask } = givenPacer();
  for (let index = 0; index < 4; index += 1) void ask('first', team);
  void ask('bulk', team);
  void ask('person', team, { urgent: true });
  await timer.advance(32_000);
  expect(went).toEqual(['person', 'first', 'first', 'first', 'first', 'bulk']);
});

test('a wait longer than the patience is refused at once, with the time to come back', async () => {
  const { timer, ask } = givenPacer();
  for (let index = 0; index < 4; index += 1) void ask('first', team);
  await timer.advance(1_000);
  await expect(ask('late', team, { patienceMs: 5_000 })).rejects.toMatchObject({
    code: 'throttled',
    params: { retryAfterMs: expect.closeTo(14_500, -2) },
  });
});

test('four calls at a time reach a mailbox; the next goes when one is over', async () => {
  const { went, ask } = givenPacer();
  const first = await ask('1', mailbox);
  for (const name of ['2', '3', '4', '5']) void ask(name, mailbox);
  await settled();
  expect(went).toEqual(['1', '2', '3', '4']);

  first();
  first();
  await settled();
  expect(went).toEqual(['1', '2', '3', '4', '5']);
});

test('a call that waits behind others for longer than its patience is refused', async () => {
  const { timer, went, ask } = givenPacer();
  for (const name of ['1', '2', '3', '4']) void ask(name, mailbox);
  const late = ask('5', mailbox, { patienceMs: 3_000 });
  const refused = expect(late).rejects.toMatchObject({ code: 'throttled' });
  await timer.advance(5_000);
  await refused;
  expect(went).toEqual(['1', '2', '3', '4', '5 refused']);
});

test('the thirty-first mail of a minute waits two seconds', async () => {
  const { timer, went, ask } = givenPacer();
  for (let index = 0; index < 32; index += 1) void ask('mail', mails);
  await timer.advance(500);
  expect(went).toHaveLength(30);
  await timer.advance(2_100);
  expect(went).toHaveLength(31);
});

test('when the day of a mailbox is used up, the next mail is put off by what the day still lasts', async () => {
  const { timer, ask } = givenPacer({ mailsPerDay: 40 });
  for (let index = 0; index < 40; index += 1) {
    await timer.advance(2_500);
    await ask('mail', mails);
  }
  await expect(ask('late', mails)).rejects.toMatchObject({
    code: 'throttled',
    params: { retryAfterMs: expect.closeTo((24 * 3_600_000) / 40 - 97_500, -4) },
  });
});

test('Retry-After stops one bucket and no other', async () => {
  const { timer, went, ask, tell } = givenPacer();
  tell({ kind: 'reads' }, { outcome: 'refused', retryAfterMs: 7_000 });
  void ask('read', { kind: 'reads' });
  void ask('write', { kind: 'directoryWrites' });
  await timer.advance(6_000);
  expect(went).toEqual(['write']);
  await timer.advance(2_000);
  expect(went).toEqual(['write', 'read']);
});

test('a service that is away and says for how long is left alone for as long', async () => {
  const { timer, went, ask, tell } = givenPacer();
  tell({ kind: 'reads' }, { outcome: 'failed', retryAfterMs: 3_000 });
  void ask('read', { kind: 'reads' });
  await timer.advance(2_900);
  expect(went).toEqual([]);
  await timer.advance(200);
  expect(went).toEqual(['read']);
});

test('refusals that name no time are waited out for 1, 2, 4 … and at most 30 seconds, until one call goes well', async () => {
  const { timer, pacer, tell } = givenPacer();
  const waits: number[] = [];
  for (let refusal = 0; refusal < 7; refusal += 1) {
    // Those that were under way at the same time say nothing new.
    for (let call = 0; call < 3; call += 1) tell(invitations, { outcome: 'refused' });
    await settled();
    waits.push(pacer.stoppedFor(invitations));
    await timer.advance(30_000);
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);

  tell(invitations, { outcome: 'ok' });
  await settled();
  tell(invitations, { outcome: 'refused' });
  expect(pacer.stoppedFor(invitations)).toBe(1_000);
});

test('where others have used up 80 % of a limit, ours costs twice, for ten seconds', async () => {
  const { timer, went, ask, tell } = givenPacer();
  tell(invitations, { used: 0.85 });
  for (let index = 0; index < 300; index += 1) void ask('y', invitations, { urgent: true });
  await timer.advance(5_000);
  // Half of a bucket, and half of what flows in.
  expect(went.length).toBeGreaterThanOrEqual(135);
  expect(went.length).toBeLessThanOrEqual(150);

  await timer.advance(11_000);
  expect(went.length).toBe(300);
});

test('what we have used up ourselves is no reason to go slower still', async () => {
  const { timer, went, ask, tell } = givenPacer();
  for (let index = 0; index < 130; index += 1) void ask('x', invitations, { urgent: true });
  await settled();
  tell(invitations, { used: 0.95 });
  for (let index = 0; index < 140; index += 1) void ask('y', invitations, { urgent: true });
  await timer.advance(5_000);
  expect(went).toHaveLength(270);
});

test('a read takes its resource units', async () => {
  const { timer, went, ask } = givenPacer();
  void ask('batch', { kind: 'reads' }, { cost: 3_200 });
  void ask('next', { kind: 'reads' }, { cost: 200 });
  await settled();
  expect(went).toEqual(['batch']);
  await timer.advance(1_000);
  expect(went).toEqual(['batch', 'next']);
});

test('bulk leaves a part of a large bucket to people', async () => {
  const { timer, went, ask } = givenPacer();
  for (let call = 0; call < 200; call += 1) void ask('bulk', invitations);
  await settled();
  expect(went.length).toBeLessThan(130);
  void ask('person', invitations, { urgent: true });
  await settled();
  expect(went.at(-1)).toBe('person');
  await timer.advance(5_000);
  expect(went).toHaveLength(201);
});

test('what asks for more than a bucket holds takes all of it', async () => {
  const { went, ask } = givenPacer();
  void ask('huge', { kind: 'team', of: 'a' }, { cost: 9 });
  await settled();
  expect(went).toEqual(['huge']);
});

test('what went without asking is counted, and may leave less than nothing', async () => {
  const { timer, pacer, went, ask } = givenPacer();
  for (let call = 0; call < 5; call += 1) pacer.charge(team);
  await timer.advance(200);
  void ask('next', team);
  await timer.advance(29_000);
  expect(went).toEqual([]);
  await timer.advance(2_000);
  expect(went).toEqual(['next']);
});
