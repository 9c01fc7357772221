import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { chainKey } from '../../src/audit/chain-key.ts';
import { readHead } from '../../src/audit/link.ts';
import { createSequencer } from '../../src/audit/link-rows.ts';
import { verifyChain } from '../../src/audit/verify-chain.ts';
import { goneWhileWaiting, strayRow } from '../../src/db/audit-chain.ts';
import { readFact } from '../../src/db/facts.ts';
import { auditChain, auditWaiting, facts } from '../../src/db/schema.ts';
import type { Database, Db } from '../../src/db/types.ts';
import { behindItsBack } from '../support/behind-its-back.ts';
import { givenDatabase } from '../support/database.ts';
import { append, emptyAudit, key, link } from './given-audit.ts';

let database: Database;
beforeAll(async () => {
  database = await givenDatabase();
});
beforeEach(() => emptyAudit(database.db));
afterAll(() => database.close());

describe('the chain', () => {
  test('of nothing is whole', async () => {
    await link(database.db);
    const nothing = { finding: null, linked: 0, head: null, waiting: 0 };
    expect(await verifyChain(database.db, key)).toEqual(nothing);
  });

  test('takes up what waits, once, and goes on from its end', async () => {
    const { db } = database;
    await append(db);
    await append(db, { actor: 'megan', after: { status: 'denied' } });
    expect(await verifyChain(db, key)).toMatchObject({ linked: 0, head: null, waiting: 2 });
    await link(db);
    const first = await verifyChain(db, key);
    expect(first).toMatchObject({ finding: null, linked: 2, waiting: 0 });
    await append(db);
    await link(db);
    await link(db);

    const chain = await db.select().from(auditChain).orderBy(auditChain.seq);
    expect(chain.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(new Set(chain.map(({ auditId }) => auditId)).size).toBe(3);
    expect(first.head).toBe(`2:${chain[1]?.hash}`);
    expect(await verifyChain(db, key)).toMatchObject({ finding: null, linked: 3, waiting: 0 });
  });

  test('takes up more rows than it takes at a time', async () => {
    const { db } = database;
    await db.execute(sql`
      with written as (
        insert into audit (at, actor, action, subject, correlation_id)
        select now(), 'guestlist', 'request.done', 'r' || n, 'c' from generate_series(1, 2300) as n
        returning id
      ) insert into audit_waiting (audit_id) select id from written`);
    await link(db);
    expect(await verifyChain(db, key)).toMatchObject({ finding: null, linked: 2300, waiting: 0 });
  });

  test.each([400, 450])(
    'of %i rows, linked in chunks, is noted in the database once, at its end',
    async (count) => {
      const { db } = database;
      await db.execute(sql`
      with written as (
        insert into audit (at, actor, action, subject, correlation_id)
        select now(), 'guestlist', 'request.done', 'r' || n, 'c'
        from generate_series(1, ${count}::int) as n
        returning id
      ) insert into audit_waiting (audit_id) select id from written`);
      await link(db);
      const { head, linked } = await verifyChain(db, key);
      expect(linked).toBe(count);
      expect(await readFact(db, 'audit.head')).toEqual({ value: head, version: 1 });
    },
  );

  test('is one, though several link at once', async () => {
    const { db } = database;
    for (let row = 0; row < 40; row += 1) await append(db, { subject: `r${row}` });
    await Promise.all([link(db), link(db), append(db), link(db), append(db), link(db)]);
    await link(db);
    expect(await verifyChain(db, key)).toMatchObject({ finding: null, linked: 42, waiting: 0 });
  });

  test('cannot be made by who has the database alone, nor proven with another key', async () => {
    const { db } = database;
    await append(db);
    await link(db);
    const other = chainKey(new Uint8Array(32).fill(8));
    const verdict = await verifyChain(db, other);
    expect(verdict).toMatchObject({
      finding: { kind: 'otherKey', seq: 1, action: 'request.done' },
      linked: 1,
    });
    await behindItsBack(db, (tx) => tx.update(auditChain).set({ keyId: other.id }));
    expect((await verifyChain(db, other)).finding).toMatchObject({ kind: 'changed', seq: 1 });
  });
});

test('a chain that went on with a new LINK_KEY is proven from there on', async () => {
  const { db } = database;
  const renewed = chainKey(new Uint8Array(32).fill(8));
  await append(db);
  await link(db);
  await append(db);
  await append(db);
  await createSequencer({ db, key: renewed }).link();
  const other = { kind: 'otherKey', seq: 1 };
  expect(await verifyChain(db, renewed)).toMatchObject({ finding: other, linked: 3 });
  await behindItsBack(db, (tx) =>
    tx.execute(sql`
    update audit set subject = 'r9' where id = (select audit_id from audit_chain where seq = 2)`),
  );
  const changed = { kind: 'changed', seq: 2 };
  expect(await verifyChain(db, renewed)).toMatchObject({ finding: changed, linked: 1 });
});

describe('a head that was noted', () => {
  async function givenNoted() {
    for (let row = 0; row < 3; row += 1) await append(database.db);
    await link(database.db);
    const { head } = await verifyChain(database.db, key);
    const noted = readHead(head ?? '');
    if (!noted) throw new Error(`no head but ${head}`);
    return noted;
  }

  test('stays part of the chain as it grows', async () => {
    const noted = await givenNoted();
    await append(database.db);
    await link(database.db);
    expect((await verifyChain(database.db, key, noted)).finding).toBeNull();
  });

  test('is missed where the end was cut off, rows, bot’s own note and all; without it nobody could tell', async () => {
    const noted = await givenNoted();
    await database.db.delete(facts);
    await behindItsBack(database.db, (tx) =>
      tx.execute(sql`with cut as (delete from audit_chain where seq > 1 returning audit_id)
        delete from audit where id in (select audit_id from cut)`),
    );
    expect((await verifyChain(database.db, key)).finding).toBeNull();
    const lost = { kind: 'headLost', seq: 3, auditId: null };
    expect((await verifyChain(database.db, key, noted)).finding).toMatchObject(lost);

    // Nor does it help to let the chain grow to that length again.
    for (let row = 0; row < 2; row += 1) await append(database.db);
    await link(database.db);
    expect(await verifyChain(database.db, key, noted)).toMatchObject({ finding: lost, linked: 3 });
  });

  test('is kept by the process that links, which tells the log when it is gone', async () => {
    const told: unknown[] = [];
    const log = {
      info: () => undefined,
      warn: (fields: object, event: string) => void told.push({ ...fields, event }),
    };
    const { db } = database;
    const sequencer = createSequencer({ db, key, log });
    await append(db);
    await append(db);
    await sequencer.link();
    await behindItsBack(db, (tx) => tx.delete(auditChain).where(eq(auditChain.seq, 2)));
    await append(db);
    await sequencer.link();
    expect(told).toEqual([
      expect.objectContaining({ event: 'the audit chain was cut', seen: expect.any(String) }),
    ]);
    expect((await verifyChain(db, key)).finding).toMatchObject({ kind: 'stray' });
  });
});

describe('the head that the bot has noted itself', () => {
  const cut = { kind: 'cut', seq: 2, auditId: null };

  test.each([
    ['emptied', sql`truncate audit, audit_chain, audit_waiting restart identity`],
    [
      'cut off',
      sql`with gone as (delete from audit_chain where seq > 1 returning audit_id)
        delete from audit where id in (select audit_id from gone)`,
    ],
  ])('is missed in a chain that was %s, for ever', async (_, tampering) => {
    const { db } = database;
    await append(db);
    await append(db, { subject: 'r2' });
    await link(db);
    await behindItsBack(db, (tx) => tx.execute(tampering));
    expect((await verifyChain(db, key)).finding).toMatchObject(cut);
    for (const subject of ['r3', 'r4', 'r5']) {
      await append(db, { subject });
      await link(db);
    }
    expect((await verifyChain(db, key)).finding).toMatchObject(cut);
  });

  test('moves on with the chain, and one that somebody noted is missed before it', async () => {
    const { db } = database;
    await append(db);
    await link(db);
    await append(db);
    await link(db);
    expect((await verifyChain(db, key)).finding).toBeNull();
    await behindItsBack(db, (tx) => tx.execute(sql`truncate audit, audit_chain, audit_waiting`));
    expect((await verifyChain(db, key)).finding).toMatchObject(cut);
    const noted = { seq: 1, hash: '0'.repeat(64) };
    expect((await verifyChain(db, key, noted)).finding).toMatchObject({ kind: 'headLost', seq: 1 });
  });
});

test('entries whose commit failed are missed by nobody', async () => {
  const { db } = database;
  const told: string[] = [];
  const log = { info: () => undefined, warn: (_: object, event: string) => void told.push(event) };
  let isAway = true;
  const transaction: Db['transaction'] = (change) =>
    db.transaction(async (tx) => {
      const changed = await change(tx);
      if (isAway) throw new Error('no commit');
      return changed;
    });
  const sequencer = createSequencer({
    db: Object.assign(Object.create(db), { transaction }),
    key,
    log,
  });
  await append(db);
  await expect(sequencer.link()).rejects.toThrow('no commit');
  isAway = false;
  await append(db, { subject: 'r2' });
  await sequencer.link();
  expect(told).toEqual([]);
  expect(await verifyChain(db, key)).toMatchObject({ finding: null, linked: 2 });
});

test('a row that was put in beside a long chain is found, and so is one that is gone', async () => {
  const { db } = database;
  await behindItsBack(db, (tx) =>
    tx.execute(sql`
      with written as (
        insert into audit (id, at, actor, action, subject, correlation_id)
        select 1000000 + n, now(), 'guestlist', 'request.done', 'r' || n, 'c'
        from generate_series(1, 11000) as n returning id
      ) insert into audit_waiting (audit_id) select id from written`),
  );
  expect(await strayRow(db)).toBeNull();
  expect(await goneWhileWaiting(db)).toBeNull();
  for (const id of [1_010_999, 1_005_001]) {
    await behindItsBack(db, (tx) =>
      tx.execute(sql`delete from audit_waiting where audit_id = ${id}`),
    );
    expect(await strayRow(db)).toMatchObject({ id });
  }
  for (const id of [1_010_998, 1_005_002]) {
    await behindItsBack(db, (tx) => tx.execute(sql`delete from audit where id = ${id}`));
    expect(await goneWhileWaiting(db)).toBe(id);
  }
});

test('a row that was taken away before it was linked is missed', async () => {
  const { db } = database;
  await append(db);
  await append(db);
  const [first] = await db.select().from(auditWaiting).orderBy(auditWaiting.auditId);
  await behindItsBack(db, (tx) => tx.execute(sql`delete from audit where id = ${first?.auditId}`));
  await link(db);
  expect(await verifyChain(db, key)).toMatchObject({
    finding: { kind: 'removed', seq: null, auditId: first?.auditId },
    linked: 1,
    waiting: 1,
  });
});
