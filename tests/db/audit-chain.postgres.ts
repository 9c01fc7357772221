import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { forgetPerson } from '../../src/audit/forget-person.ts';
import { verifyChain } from '../../src/audit/verify-chain.ts';
import { appendAudit } from '../../src/db/audit.ts';
import { openDatabase } from '../../src/db/open.ts';
import { sealedFor } from '../../src/db/personal.ts';
import { audit, auditChain, personKeys } from '../../src/db/schema.ts';
import type { Database } from '../../src/db/types.ts';
import { append, key, link } from '../audit/given-audit.ts';
import { givenPlace, type Place } from '../support/database.ts';

// Only `npm run test:postgres` runs this file: transactions side by side are a server's alone.

let place: Place;
let databases: readonly Database[];
beforeEach(async () => {
  place = await givenPlace();
  databases = await Promise.all([1, 2].map(() => openDatabase(place)));
});
afterEach(async () => {
  await Promise.all(databases.map((each) => each.close()));
  await place.remove();
});

const entry = {
  at: new Date('2026-11-21T12:00:00Z'),
  action: 'request.approved',
  subject: 'slow',
  correlationId: 'c',
};

/** A transaction that has written its audit row and is not committed before it is told to. */
async function givenSlow(actor: string) {
  const [{ db } = missing()] = databases;
  const written = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const done = db.transaction(async (tx) => {
    await appendAudit(tx, { ...entry, actor, after: { comment: sealedFor(actor, 'late') } });
    written.resolve();
    await commit.promise;
  });
  await written.promise;
  return {
    commit: () => {
      commit.resolve();
      return done;
    },
  };
}

function missing(): never {
  throw new Error('no database');
}

test('a row that is committed after ones with higher ids is linked all the same', async () => {
  const [one = missing(), two = missing()] = databases;
  const slow = await givenSlow('megan');
  await append(two.db, { subject: 'quick' });
  await link(two.db);
  expect(await verifyChain(two.db, key)).toMatchObject({ finding: null, linked: 1, waiting: 0 });
  await slow.commit();
  await link(one.db);

  expect(await verifyChain(two.db, key)).toMatchObject({ finding: null, linked: 2, waiting: 0 });
  const rows = await one.db.select().from(audit).orderBy(audit.id);
  expect(rows.map(({ subject }) => subject)).toEqual(['slow', 'quick']);
  const chain = await one.db.select().from(auditChain).orderBy(auditChain.seq);
  expect(chain.map(({ auditId }) => auditId)).toEqual([rows[1]?.id, rows[0]?.id]);
});

test('two transactions that meet the same people at once wait for nobody', async () => {
  const [, two = missing()] = databases;
  const slow = await givenSlow('megan');
  await append(two.db, { actor: 'megan', subject: 'quick' });
  await slow.commit();
  expect(await two.db.select().from(personKeys)).toHaveLength(2);
  await append(two.db, { actor: 'megan', subject: 'later' });
  expect(await two.db.select().from(personKeys)).toHaveLength(2);
});

test('a key that is being made is destroyed, too, by who forgets its person meanwhile', async () => {
  const [, two = missing()] = databases;
  const slow = await givenSlow('megan');
  const forgetting = forgetPerson({ db: two.db, clock: { now: () => entry.at } }, 'megan');
  await expect(Promise.race([forgetting, wait(200, 'waits')])).resolves.toBe('waits');
  await slow.commit();
  expect((await forgetting).refs).toHaveLength(1);
  expect(await two.db.select().from(personKeys)).toMatchObject([{ who: null, key: null }]);
});

test('many write and several link at once: each row is in the chain, once', async () => {
  const writing = databases.map(async ({ db }, lane) => {
    for (let row = 0; row < 100; row += 1) {
      await append(db, { subject: `r${lane} ${row}`, actor: `person-${row % 5}` });
    }
  });
  for (let look = 0; look < 10; look += 1) {
    await Promise.all(databases.flatMap(({ db }) => [link(db), link(db)]));
  }
  await Promise.all(writing);
  const [{ db } = missing()] = databases;
  await link(db);
  expect(await verifyChain(db, key)).toMatchObject({ finding: null, linked: 200, waiting: 0 });
});
