import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { beginAnew } from '../../src/db/empty-all.ts';
import { openDatabase } from '../../src/db/open.ts';
import { timers } from '../../src/db/schema.ts';
import { setTimer } from '../../src/db/timers.ts';
import { troubleOf } from '../../src/db/trouble.ts';
import type { Database } from '../../src/db/types.ts';
import { oncePerDueTime } from '../../src/jobs/once-per-due-time.ts';
import type { JobQueue } from '../../src/jobs/queue.ts';
import { sweepTimers } from '../../src/jobs/timers.ts';
import { givenPostgres, POSTGRES_MS, type Postgres } from '../support/postgres.ts';
import { givenQueue } from '../support/queue.ts';

let postgres: Postgres;
let databases: readonly Database[];
let queue: JobQueue;

beforeAll(async () => {
  postgres = await givenPostgres();
}, POSTGRES_MS);
afterAll(() => postgres?.remove());

beforeEach(async () => {
  const databaseUrl = await postgres.createDatabase();
  databases = await Promise.all([1, 2, 3, 4].map(() => openDatabase({ dataDir: '', databaseUrl })));
  queue = await givenQueue(first());
});
afterEach(async () => {
  await queue.close();
  await everybody((database) => database.close());
});

/** The database as one process has it open. */
function first(): Database {
  const [database] = databases;
  if (!database) throw new Error('no database is open');
  return database;
}

/** What every process does at the same moment. */
const everybody = <T>(act: (database: Database) => Promise<T>): Promise<T[]> =>
  Promise.all(databases.map(act));

test('a timer that is due is run by one of those who sweep', async () => {
  const now = new Date();
  const subjects = Array.from({ length: 40 }, (_, index) => `s${index}`);
  for (const subject of subjects) await setTimer(first().db, { kind: 'ring', subject, dueAt: now });
  const rung: string[] = [];
  const kinds = {
    ring: async (_: unknown, { subject }: { readonly subject: string }) => void rung.push(subject),
  };
  const log = { error: (fields: object) => rung.push(JSON.stringify(fields)) };
  await everybody(({ db }) => sweepTimers({ db, clock: { now: () => now }, log, kinds }));
  expect(rung.toSorted()).toEqual(subjects.toSorted());
  expect(await first().db.select().from(timers)).toEqual([]);
});

test('a poll is done by one for each due time, also where its clock was put back', async () => {
  let hour = 10;
  let polls = 0;
  const clock = { now: () => new Date(Date.UTC(2026, 0, 1, hour)) };
  const look = () =>
    everybody(({ db }) =>
      oncePerDueTime({ db, clock }, { name: 'poll', everyMs: 3_600_000 }, async () => {
        polls += 1;
      }),
    );
  await look();
  await look();
  expect(polls).toBe(1);
  hour = 12;
  await look();
  expect(polls).toBe(2);
  hour = 8;
  await look();
  await look();
  expect(polls).toBe(3);
});

test('of two whose clocks are a second apart, one polls for each due time', async () => {
  let seconds = 0;
  const polls: number[] = [];
  const look = (ahead: number) => {
    const clock = { now: () => new Date(Date.UTC(2026, 0, 1, 10, 0, seconds + ahead)) };
    return oncePerDueTime(
      { db: first().db, clock },
      { name: 'poll', everyMs: 10_000 },
      async () => {
        polls.push(seconds);
      },
    );
  };
  for (; seconds < 30; seconds += 1) {
    await look(1);
    await look(0);
  }
  expect(polls).toEqual([0, 10, 20]);
});

test('a poll whose doer is gone is done by somebody else half a minute later, and not an hour', async () => {
  let seconds = 0;
  let polls = 0;
  const clock = { now: () => new Date(Date.UTC(2026, 0, 1, 10, 0, seconds)) };
  const each = { name: 'poll', everyMs: 3_600_000 };
  await expect(
    oncePerDueTime({ db: first().db, clock }, each, () => Promise.reject(new Error('gone'))),
  ).rejects.toThrow('gone');
  seconds = 31;
  await everybody(({ db }) =>
    oncePerDueTime({ db, clock }, each, async () => {
      polls += 1;
    }),
  );
  expect(polls).toBe(1);
});

test('a poll that takes longer than it is due again is done by nobody else beside it', async () => {
  let seconds = 0;
  const [one, other] = databases;
  if (!one || !other) throw new Error('no database is open');
  const polls: string[] = [];
  const look = (name: string, { db }: Database, behind: number, work = async () => undefined) => {
    const clock = { now: () => new Date(Date.UTC(2026, 0, 1, 10, 0, seconds - behind)) };
    return oncePerDueTime({ db, clock }, { name: 'poll', everyMs: 1000 }, async () => {
      polls.push(`${name} at ${seconds}`);
      await work();
    });
  };
  await look('one', one, 0, async () => {
    for (seconds = 1; seconds < 29; seconds += 1) {
      await look('other', other, 0);
      await look('other, behind', other, 20);
    }
  });
  expect(polls).toEqual(['one at 0']);
  await look('other', other, 0);
  expect(polls).toEqual(['one at 0', 'other at 29']);
});

test('a poll that fails is done again when it is due, and not half a minute later', async () => {
  let seconds = 0;
  const clock = { now: () => new Date(Date.UTC(2026, 0, 1, 10, 0, seconds)) };
  const polls: number[] = [];
  for (; seconds < 12; seconds += 1) {
    const failed = oncePerDueTime(
      { db: first().db, clock },
      { name: 'poll', everyMs: 5000 },
      () => {
        polls.push(seconds);
        return Promise.reject(new Error('no answer'));
      },
    );
    await failed.catch(() => undefined);
  }
  expect(polls).toEqual([0, 5, 10]);
});

test('those who set the same timer at once all succeed, and there is one', async () => {
  const dueAt = new Date('2999-01-01T00:00:00Z');
  for (let round = 0; round < 20; round += 1) {
    const timer = { kind: 'ring', subject: `together ${round}`, dueAt };
    await everybody(({ db }) => setTimer(db, timer));
  }
  const kept = await first().db.select({ subject: timers.subject }).from(timers);
  expect(kept.filter(({ subject }) => subject.startsWith('together'))).toHaveLength(20);
});

test('of those who go back to the start together one empties, and what came after it stays', async () => {
  const beginning = (value: string) => ({ key: 'epoch', value, at: new Date() });
  await everybody(({ db }) => beginAnew(db, beginning('one')));
  await setTimer(first().db, { kind: 'ring', subject: 'before', dueAt: new Date() });
  await everybody(async ({ db }) => {
    await beginAnew(db, beginning('two'));
    await setTimer(db, { kind: 'ring', subject: 'after', dueAt: new Date() });
  });
  const kept = await first().db.select({ subject: timers.subject }).from(timers);
  expect(kept).toEqual([{ subject: 'after' }]);
});

test('who waits for a lock is told so within two seconds, and one that was left holding it loses it', async () => {
  const [holder, waiter] = databases;
  await holder?.db.execute(sql`create table held (id int primary key)`);
  await holder?.db.execute(sql`insert into held values (1)`);
  const lock = sql`select id from held where id = 1 for update`;
  const got = Promise.withResolvers<void>();
  const idle = holder?.db.transaction(async (tx) => {
    await tx.execute(lock);
    got.resolve();
    // As a process does that is stopped in the middle of its transaction.
    await wait(7000);
    await tx.execute(sql`select 1`);
  });
  const ended = idle?.catch(troubleOf);
  await got.promise;
  const began = performance.now();
  const refused = await waiter?.db.transaction((tx) => tx.execute(lock)).catch(troubleOf);
  expect(refused).toBe('locked');
  expect(performance.now() - began).toBeLessThan(3500);
  await wait(4000);
  await waiter?.db.transaction((tx) => tx.execute(lock));
  expect(await ended).toBe('away');
});

test('connections that break in every place of a transaction leave none behind that is lost or broken', async () => {
  const { db } = first();
  const cut = (tx: Pick<Database['db'], 'execute'>) =>
    tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
  // Twice as often as there are connections.
  for (let times = 0; times < 20; times += 1) {
    const error = await db.transaction(cut).catch((cause: unknown) => cause);
    expect(troubleOf(error)).toBe('away');
  }
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => db.transaction((tx) => tx.execute(sql`select 1 as one`))),
  );
  expect(answers.map(({ rows }) => rows)).toEqual(answers.map(() => [{ one: 1 }]));
});
