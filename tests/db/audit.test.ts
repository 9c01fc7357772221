import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { type AuditEntry, appendAudit } from '../../src/db/audit.ts';
import { sealedFor, theOne } from '../../src/db/personal.ts';
import { audit, auditChain, auditWaiting, personKeys } from '../../src/db/schema.ts';
import type { Database } from '../../src/db/types.ts';
import { emptyAudit } from '../audit/given-audit.ts';
import { givenDatabase } from '../support/database.ts';

const at = new Date('2026-11-21T12:00:00Z');
let database: Database;

beforeAll(async () => {
  database = await givenDatabase();
});
beforeEach(() => emptyAudit(database.db));
afterAll(() => database.close());

const entry: AuditEntry = {
  at,
  actor: 'Megan-Id',
  action: 'request.denied',
  subject: 'r1',
  correlationId: 'c',
};

function append(changes: Partial<AuditEntry> = {}) {
  return database.db.transaction((tx) => appendAudit(tx, { ...entry, ...changes }));
}

async function asText(): Promise<string> {
  const { rows } = await database.db.execute<{ line: string }>(
    sql`select ${audit}::text as line from ${audit}`,
  );
  return rows.map(({ line }) => line).join('\n');
}

describe('an audit row', () => {
  test('belongs to its transaction', async () => {
    const failing = database.db.transaction(async (tx) => {
      await appendAudit(tx, { ...entry, after: { reason: sealedFor('john-id', 'no') } });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    for (const table of [audit, auditWaiting, personKeys]) {
      expect(await database.db.select().from(table)).toEqual([]);
    }
  });

  test('holds who acted as a ref, and what is personal only sealed', async () => {
    const guest = sealedFor('Sam@gmail.com', { address: 'Sam@gmail.com', name: 'Sam' });
    await append({
      after: { status: 'denied', guests: [guest], by: theOne('megan-id'), comment: null },
    });
    const keys = await database.db.select().from(personKeys).orderBy(personKeys.who);
    expect(keys.map(({ who }) => who)).toEqual(['megan-id', 'sam@gmail.com']);
    const [megan, sam] = keys;
    expect(await database.db.select().from(audit)).toEqual([
      {
        id: expect.any(Number),
        at,
        actor: megan?.ref,
        action: 'request.denied',
        subject: 'r1',
        before: null,
        after: {
          status: 'denied',
          guests: [{ person: sam?.ref, sealed: expect.stringMatching(/^[\w-]{40,}$/) }],
          by: { person: megan?.ref },
          comment: null,
        },
        correlationId: 'c',
      },
    ]);
    expect(await asText()).not.toMatch(/sam|gmail|megan/i);
  });

  test('of the product itself needs nobody’s key', async () => {
    await append({ actor: 'guestlist', after: { status: 'done' } });
    expect(await database.db.select().from(personKeys)).toEqual([]);
    expect(await database.db.select().from(audit)).toMatchObject([{ actor: 'guestlist' }]);
  });

  test('of a person whom the audit knows already goes by the same ref, however he is written', async () => {
    await append();
    await append({ actor: ' megan-ID ', after: { reason: sealedFor('MEGAN-ID', 'no') } });
    const rows = await database.db.select().from(audit);
    expect(new Set(rows.map(({ actor }) => actor)).size).toBe(1);
    expect(await database.db.select().from(personKeys)).toHaveLength(1);
  });

  test('waits for the chain from the moment it is there', async () => {
    await append();
    await append({ actor: 'guestlist' });
    const rows = await database.db.select().from(audit);
    const waiting = await database.db.select().from(auditWaiting);
    expect(waiting.map(({ auditId }) => auditId)).toEqual(rows.map(({ id }) => id));
  });

  test.each([
    sql`update audit set action = 'request.approved'`,
    sql`delete from audit`,
    sql`update audit_chain set seq = 2`,
    sql`delete from audit_chain`,
  ])('and its link are never changed: the database refuses it (%#)', async (change) => {
    await append();
    await database.db.insert(auditChain).values({ seq: 1, auditId: 1, keyId: 'k', hash: 'h' });
    await expect(database.db.execute(change)).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/^rows of audit(_chain)? are never changed$/) },
    });
  });
});
