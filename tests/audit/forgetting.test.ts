import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { forgetPerson } from '../../src/audit/forget-person.ts';
import { showRows } from '../../src/audit/show-rows.ts';
import { verifyChain } from '../../src/audit/verify-chain.ts';
import { sealedFor, theOne } from '../../src/db/personal.ts';
import { audit, guests, personKeys, requests } from '../../src/db/schema.ts';
import type { Database } from '../../src/db/types.ts';
import { behindItsBack } from '../support/behind-its-back.ts';
import { givenDatabase } from '../support/database.ts';
import { append, emptyAudit, key, link } from './given-audit.ts';

const FORGOTTEN = { missing: 'forgotten' };
const at = new Date('2026-11-21T12:00:00Z');
const clock = { now: () => at };
let database: Database;
beforeAll(async () => {
  database = await givenDatabase();
});
beforeEach(async () => {
  await emptyAudit(database.db);
  await database.db.delete(requests);
});
afterAll(() => database.close());

/** John has asked for Sam, who has an account; Megan has denied Kim. */
async function givenRows(): Promise<void> {
  const { db } = database;
  await db.insert(requests).values({
    id: 'r1',
    status: 'done',
    requesterId: 'john-id',
    requesterName: 'John Doe',
    requesterMail: 'John@woodgrove.com',
    source: 'chat',
    locale: 'en',
    correlationId: 'c1',
    createdAt: at,
    updatedAt: at,
  });
  await db.insert(guests).values({
    id: 'row-1',
    requestId: 'r1',
    row: 1,
    address: 'Sam@gmail.com',
    status: 'invited',
    userId: 'sam-id',
    updatedAt: at,
  });
  const sam = sealedFor('sam@gmail.com', { address: 'Sam@gmail.com' });
  await append(db, {
    actor: 'john-id',
    action: 'request.started',
    after: { guests: [sam], asked: [theOne('megan-id')], reason: sealedFor('john-id', 'Q3') },
  });
  await append(db, {
    action: 'guest.invited',
    subject: 'row-1',
    after: { guest: theOne('sam@gmail.com'), userId: sealedFor('sam@gmail.com', 'sam-id') },
  });
  await append(db, { actor: 'sam-id', action: 'request.deniedByPolicy', subject: 'r2' });
  await append(db, {
    actor: 'megan-id',
    subject: 'r3',
    after: { said: sealedFor('megan-id', 'No') },
  });
}

test('a request’s rows are shown opened, its guests’ with it', async () => {
  await givenRows();
  expect(await showRows(database.db, 'r1', 0)).toMatchObject([
    {
      actor: 'john-id',
      after: { guests: [{ address: 'Sam@gmail.com' }], asked: ['megan-id'], reason: 'Q3' },
    },
    { actor: 'guestlist', after: { guest: 'sam@gmail.com', userId: 'sam-id' } },
  ]);
});

test.each(['sam@gmail.com', 'SAM@Gmail.com ', 'sam-id'])(
  'forgetting %s forgets his address, his account and what he did, and nobody else',
  async (name) => {
    await givenRows();
    const { refs, left } = await forgetPerson({ db: database.db, clock }, name);
    expect(refs).toHaveLength(2);
    expect(left).toEqual({ requests: 0, guests: 1, approvers: 0, conversations: 0 });
    expect(await showRows(database.db, 'r1', 0)).toMatchObject([
      { actor: 'john-id', after: { guests: [FORGOTTEN], asked: ['megan-id'], reason: 'Q3' } },
      { actor: 'guestlist', after: { guest: FORGOTTEN, userId: FORGOTTEN } },
    ]);
    expect(await showRows(database.db, 'r2', 0)).toMatchObject([{ actor: FORGOTTEN }]);
    const keys = await database.db.select().from(personKeys);
    expect(keys.flatMap(({ who }) => who ?? []).sort()).toEqual(['john-id', 'megan-id']);
    expect(keys.filter((each) => each.key === null)).toHaveLength(2);
  },
);

test('a member is found by the address that our rows have for him', async () => {
  await givenRows();
  const { refs, left } = await forgetPerson({ db: database.db, clock }, 'john@woodgrove.com');
  expect(refs).toHaveLength(1);
  expect(left).toMatchObject({ requests: 1 });
  const [row] = await showRows(database.db, 'r1', 0);
  expect(row).toMatchObject({ actor: FORGOTTEN, after: { reason: FORGOTTEN } });
});

test('forgetting is in the audit by the ref alone, and the chain stays whole', async () => {
  await givenRows();
  await link(database.db);
  const { refs } = await forgetPerson({ db: database.db, clock }, 'megan-id');
  await link(database.db);
  const rows = await database.db.select().from(audit).orderBy(audit.id);
  expect(rows.at(-1)).toMatchObject({
    actor: 'guestlist',
    action: 'person.forgotten',
    subject: refs[0],
    before: null,
    after: null,
  });
  expect(await verifyChain(database.db, key)).toMatchObject({ finding: null, linked: 5 });
});

test('somebody unknown leaves everything as it is', async () => {
  await givenRows();
  const before = await database.db.select().from(audit);
  const { refs } = await forgetPerson({ db: database.db, clock }, 'kim@fabrikam.com');
  expect(refs).toEqual([]);
  expect(await database.db.select().from(audit)).toEqual(before);
});

test('who comes back after he was forgotten is somebody new', async () => {
  await givenRows();
  const { refs } = await forgetPerson({ db: database.db, clock }, 'megan-id');
  await append(database.db, { actor: 'megan-id', subject: 'r4' });
  const [row] = await showRows(database.db, 'r4', 0);
  expect(row?.actor).toBe('megan-id');
  const known = await database.db.select().from(personKeys);
  expect(known.find(({ who }) => who === 'megan-id')?.ref).not.toBe(refs[0]);
});

test('a sealed value that was moved to another row does not open there', async () => {
  const { db } = database;
  for (const comment of ['approved', 'denied']) {
    const after = { comment: sealedFor('megan-id', comment) };
    await append(db, { actor: 'megan-id', action: `request.${comment}`, after });
  }
  const [first, second] = await db.select().from(audit).orderBy(audit.id);
  await behindItsBack(db, (tx) => tx.update(audit).set({ after: first?.after }));
  expect(await showRows(db, 'r1', 0)).toMatchObject([
    { id: first?.id, after: { comment: 'approved' } },
    { id: second?.id, after: { comment: { missing: 'unreadable' } } },
  ]);
});
