import { expect, test } from '@jest/globals';
import type { Limit, LimitSettings } from '../../src/graph/limits.ts';
import { createPacer, type Turn } from '../../src/graph/pacer.ts';
import { publishedLimits } from './support/given-graph.ts';
import { manualTimer, settled } from './support/manual-timer.ts';

const team: Limit = { kind: 'team', of: 'a' };
const mailbox: Limit = { kind: 'mailbox', of: 'a@woodgrove.com' };
const mails: Limit = { kind: 'mails', of: 'a@woodgrove.com' };

function givenPacer(change: Partial<LimitSettings> = {}) {
  const timer = manualTimer();
  const pacer = createPacer({ ...publishedLimits, ...change }, timer);
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
  return { timer, pacer, went, ask };
}

test('four join a team at once, the fifth after 15 seconds', async () => {
  const { timer, went, ask } = givenPacer();
  for (const name of ['1', '2', '3', '4', '5']) void ask(name, team);
  await settled();
  expect(went).toEqual(['1', '2', '3', '4']);

  await timer.advance(14_000);
  expect(went).toHaveLength(4);
  await timer.advance(1_500);
  expect(went).toEqual(['1', '2', '3', '4', '5']);
});

test('another team has its own bucket', async () => {
  const { went, ask } = givenPacer();
  for (let index = 0; index < 4; index += 1) void ask('a', team);
  void ask('b', { kind: 'team', of: 'b' });
  await settled();
  expect(went).toEqual(['a', 'a', 'a', 'a', 'b']);
});

test('who is waited for goes before bulk that came earlier', async () => {
  const { timer, went, ask } = givenPacer();
  for (let index = 0; index < 4; index += 1) void ask('first', team);
  void ask('bulk', team);
  void ask('person', team, { urgent: true });
  await timer.advance(31_000);
  expect(went.slice(4)).toEqual(['person', 'bulk']);
});

test('a wait longer than the patience is refused at once, with the time to come back', async () => {
  const { ask } = givenPacer();
  for (let index = 0; index < 4; index += 1) await ask('first', team);
  await expect(ask('late', team, { patienceMs: 5_000 })).rejects.toMatchObject({
    code: 'throttled',
    params: { retryAfterMs: 15_000 },
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
  for (let index = 0; index < 31; index += 1) void ask('mail', mails);
  await settled();
  expect(went).toHaveLength(30);
  await timer.advance(2_000);
  expect(went).toHaveLength(31);
});

test('when the day of a mailbox is used up, the next mail is put off by what the day still lasts', async () => {
  const { timer, ask } = givenPacer({ mailsPerDay: 40 });
  for (let index = 0; index < 40; index += 1) {
    await timer.advance(2_000);
    await ask('mail', mails);
  }
  await expect(ask('late', mails)).rejects.toMatchObject({
    code: 'throttled',
    params: { retryAfterMs: expect.closeTo((24 * 3_600_000) / 40 - 80_000, -5) },
  });
});

test('Retry-After stops one bucket and no other', async () => {
  const { timer, pacer, went, ask } = givenPacer();
  pacer.report({ kind: 'reads' }, { stopMs: 7_000, used: null });
  void ask('read', { kind: 'reads' });
  void ask('write', { kind: 'directoryWrites' });
  await timer.advance(6_000);
  expect(went).toEqual(['write']);
  await timer.advance(2_000);
  expect(went).toEqual(['write', 'read']);
});

test('from 80 % of a limit on, the bucket fills at half the pace, for ten seconds', async () => {
  const { timer, pacer, went, ask } = givenPacer();
  for (let index = 0; index < 150; index += 1) await ask('x', { kind: 'invitations' });
  pacer.report({ kind: 'invitations' }, { stopMs: 0, used: 0.85 });
  for (let index = 0; index < 300; index += 1) void ask('y', { kind: 'invitations' });
  await timer.advance(5_000);
  const slow = went.length - 150;
  expect(slow).toBeGreaterThanOrEqual(70);
  expect(slow).toBeLessThanOrEqual(76);

  await timer.advance(11_000);
  expect(went.length).toBe(450);
});

test('a read takes its resource units', async () => {
  const { timer, went, ask } = givenPacer();
  void ask('batch', { kind: 'reads' }, { cost: 3_499 });
  void ask('next', { kind: 'reads' }, { cost: 20 });
  await settled();
  expect(went).toEqual(['batch']);
  await timer.advance(100);
  expect(went).toEqual(['batch', 'next']);
});

test('what asks for more than a bucket holds takes all of it', async () => {
  const { went, ask } = givenPacer();
  void ask('huge', { kind: 'team', of: 'a' }, { cost: 9 });
  await settled();
  expect(went).toEqual(['huge']);
});
