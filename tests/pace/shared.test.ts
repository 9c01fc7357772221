import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { databaseLedger } from '../../src/db/pace.ts';
import { pace } from '../../src/db/schema.ts';
import type { Database, Db } from '../../src/db/types.ts';
import type { Ledger } from '../../src/pace/ledger.ts';
import { buckets } from '../../src/pace/limit.ts';
import { createPacer, type Pacer } from '../../src/pace/pacer.ts';
import type { LimitNews } from '../../src/pace/state.ts';
import { machineTimer } from '../../src/pace/timer.ts';
import { givenDatabase } from '../support/database.ts';
import { manualTimer } from '../support/manual-timer.ts';
import { EPOCH_MS, givenInstances, type Instances } from './support/instances.ts';

const rules = {
  team: buckets([4, 60_000]),
  reads: buckets([3500, 10_000]),
  places: { buckets: [], atOnce: 4 },
};
type Kind = keyof typeof rules;

let database: Database;
beforeAll(async () => {
  database = await givenDatabase();
});
afterAll(() => database.close());

describe.each(['in memory', 'in the database'])('instances that share limits %s', (where) => {
  let instances: Instances;
  let went: string[];
  beforeEach(async () => {
    await database.db.delete(pace);
    instances = givenInstances(where === 'in memory' ? null : database.db);
    went = [];
  });

  const start = () => instances.start(rules);
  const ask = (pacer: Pacer<Kind>, name: string, kind: Kind, urgent = false, cost = 1) =>
    pacer.take({ kind }, { urgent, cost, patienceMs: 120_000 }).then((release) => {
      went.push(name);
      return release;
    });
  const tell = (pacer: Pacer<Kind>, kind: Kind, news: Partial<LimitNews>) =>
    pacer.report({ kind }, { outcome: 'ok', retryAfterMs: null, used: null, ...news });

  test('together they let no more through than one would', async () => {
    const [one, other] = [start(), start()];
    for (let call = 0; call < 4; call += 1) {
      void ask(one, 'one', 'team');
      void ask(other, 'other', 'team');
    }
    await instances.timer.advance(2_000);
    expect(went).toHaveLength(4);
    await instances.timer.advance(16_000);
    expect(went).toHaveLength(5);
    await instances.timer.advance(50_000);
    expect(went).toHaveLength(8);
  });

  test('a person who waits at one of them goes before bulk that waits at the other', async () => {
    const [one, other] = [start(), start()];
    for (let call = 0; call < 4; call += 1) void ask(one, 'first', 'team');
    await instances.timer.advance(1_000);
    for (let call = 0; call < 3; call += 1) void ask(one, 'bulk', 'team');
    await instances.timer.advance(5_000);
    void ask(other, 'person', 'team', true);
    void ask(other, 'person', 'team', true);
    await instances.timer.advance(80_000);
    expect(went.slice(4)).toEqual(['person', 'person', 'bulk', 'bulk', 'bulk']);
  });

  test('what one of them is told, all obey', async () => {
    const [one, other] = [start(), start()];
    tell(one, 'reads', { outcome: 'refused', retryAfterMs: 7_000 });
    await instances.quiet();
    void ask(other, 'read', 'reads', true);
    await instances.timer.advance(6_900);
    expect(went).toEqual([]);
    await instances.timer.advance(1_000);
    expect(went).toEqual(['read']);
  });

  test('refusals without a time add up, whoever meets them', async () => {
    const [one, other] = [start(), start()];
    tell(one, 'reads', { outcome: 'refused' });
    await instances.timer.advance(1_100);
    tell(other, 'reads', { outcome: 'refused' });
    await instances.quiet();
    void ask(one, 'read', 'reads', true);
    await instances.timer.advance(1_500);
    expect(went).toEqual([]);
    await instances.timer.advance(1_000);
    expect(went).toEqual(['read']);
  });

  test('a warning slows all of them', async () => {
    const [one, other] = [start(), start()];
    tell(one, 'team', { used: 1 });
    await instances.quiet();
    await ask(other, 'first', 'team');
    void ask(other, 'second', 'team');
    await instances.timer.advance(9_000);
    expect(went).toEqual(['first']);
  });

  test('one that starts anew finds what others have left', async () => {
    for (let call = 0; call < 3; call += 1) await ask(start(), 'before', 'team');
    const again = start();
    for (let call = 0; call < 3; call += 1) void ask(again, 'after', 'team');
    await instances.timer.advance(1_000);
    expect(went).toEqual(['before', 'before', 'before', 'after']);
  });

  test('many reads in a moment cost few looks at what is left', async () => {
    const [one, other] = [start(), start()];
    for (let round = 0; round < 100; round += 1) {
      await ask(one, 'read', 'reads', true, 2);
      await ask(other, 'read', 'reads', true, 1);
      await instances.timer.advance(2);
    }
    expect(went).toHaveLength(200);
    expect(instances.asked()).toBeLessThanOrEqual(8);
  });

  test('what was held and not used is not missing for long', async () => {
    const all = Array.from({ length: 4 }, start);
    for (let round = 0; round < 40; round += 1) {
      for (const one of all) await ask(one, 'read', 'reads', true);
      await instances.timer.advance(300);
    }
    expect(went).toHaveLength(160);
    void ask(start(), 'large', 'reads', true, 1_500);
    await instances.quiet();
    expect(went.at(-1)).toBe('large');
  });

  test('four places are four for all, and each has its part', async () => {
    const [one, other] = [start(), start()];
    const leave: (() => void)[] = [];
    const come = (pacer: Pacer<Kind>, name: string) =>
      ask(pacer, name, 'places').then((release) => leave.push(release));
    for (let call = 0; call < 8; call += 1) void come(one, 'one');
    await instances.quiet();
    for (let call = 0; call < 2; call += 1) void come(other, 'other');
    await instances.quiet();
    expect(went).toEqual(['one', 'one', 'one', 'one']);

    for (let round = 0; round < 6; round += 1) {
      leave.shift()?.();
      await instances.timer.advance(300);
    }
    expect(went).toHaveLength(10);
    expect(went.slice(4, 8)).toContain('other');
  });

  test('the places of one that was killed come free', async () => {
    const [killed, other] = [start(), start()];
    for (let call = 0; call < 4; call += 1) await ask(killed, 'killed', 'places');
    void ask(other, 'other', 'places');
    await instances.timer.advance(30_000);
    expect(went).not.toContain('other');
    await instances.timer.advance(7_000);
    expect(went).toContain('other');
  });

  test('what went without asking is missing for all', async () => {
    const [one, other] = [start(), start()];
    await ask(other, 'first', 'team');
    for (let call = 0; call < 4; call += 1) one.charge({ kind: 'team' });
    await instances.timer.advance(200);
    void ask(other, 'second', 'team');
    await instances.timer.advance(29_000);
    expect(went).toEqual(['first']);
    await instances.timer.advance(2_000);
    expect(went).toEqual(['first', 'second']);
  });
});

describe('rows of the database', () => {
  let instances: Instances;
  beforeEach(async () => {
    await database.db.delete(pace);
    instances = givenInstances(database.db);
  });
  const take = (pacer: Pacer<Kind>, of: string) =>
    pacer.take({ kind: 'team', of }, { urgent: true, cost: 1, patienceMs: 60_000 });

  const keys = async () =>
    (await database.db.select({ key: pace.key }).from(pace)).map(({ key }) => key).toSorted();

  test('that say nothing any more are deleted, and the others stay', async () => {
    const pacer = instances.start(rules);
    for (let team = 0; team < 20; team += 1) await take(pacer, `${team}`);
    await instances.timer.advance(50_000);
    await take(pacer, 'late');
    expect(await keys()).toHaveLength(21);
    await instances.timer.advance(40_000);
    await take(pacer, 'later');
    await instances.timer.advance(100);
    expect(await keys()).toEqual(['test team late', 'test team later']);
  });

  test('may all be gone from one moment to the next: everybody goes on', async () => {
    const [one, other] = [instances.start(rules), instances.start(rules)];
    for (const pacer of [one, other, one]) await take(pacer, 'a');
    await database.db.execute(sql`truncate ${pace}`);
    await take(one, 'a');
    await take(other, 'a');
    const [row] = await database.db.select().from(pace);
    expect(row?.fullAt[0]).toBeCloseTo(EPOCH_MS + instances.timer.now() + 30_000, -2);
  });

  test('go by the clock of the database', async () => {
    const ledger = databaseLedger(database.db);
    const pacer = createPacer({ name: 'real', rules, ledger, timer: machineTimer });
    await take(pacer, 'a');
    const { rows } = await database.db.execute<{ missing: number }>(
      sql`select (full_at[1] - extract(epoch from clock_timestamp()) * 1000)::float8 as missing from ${pace}`,
    );
    expect(rows[0]?.missing).toBeGreaterThan(5_000);
    expect(rows[0]?.missing).toBeLessThanOrEqual(15_000);
  });
});

describe('while the database is away', () => {
  const broken = new Error('connection refused');
  const away: Ledger = {
    now: () => 0,
    change: () => Promise.reject(broken),
    charge: () => Promise.reject(broken),
  };

  test('people go on with a part of the limit, bulk comes again later, and it is said once', async () => {
    const timer = manualTimer();
    const told: unknown[] = [];
    const onAway = (error: unknown) => told.push(error);
    const pacer = createPacer({ name: 'test', rules, ledger: away, timer, onAway });
    const take = (kind: Kind, urgent: boolean, patienceMs = 5_000) =>
      pacer.take({ kind }, { urgent, cost: 1, patienceMs });
    await take('team', true);
    await expect(take('team', true)).rejects.toMatchObject({ code: 'throttled' });
    await expect(take('reads', false)).rejects.toMatchObject({ code: 'unavailable' });
    for (let read = 0; read < 500; read += 1) await take('reads', true);
    pacer.charge({ kind: 'reads' });
    await timer.advance(6_000);
    await take('reads', true);
    expect(told).toEqual([broken]);
  });

  test('and does not answer either, nobody waits for it longer than a second', async () => {
    const deaf = { select: () => ({ from: () => ({ leftJoin: () => new Promise(() => {}) }) }) };
    const timer = manualTimer();
    const ledger = databaseLedger(deaf as unknown as Db, { timer, database: () => sql`0` });
    const pacer = createPacer({ name: 'test', rules, ledger, timer });
    let went = 0;
    const read = () =>
      pacer.take({ kind: 'reads' }, { urgent: true, cost: 1, patienceMs: 6_000 }).then(() => {
        went += 1;
      });
    void read();
    await timer.advance(900);
    expect(went).toBe(0);
    await timer.advance(200);
    expect(went).toBe(1);
    void read();
    await timer.advance(0);
    expect(went).toBe(2);
  });
});
