import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eq, gte, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { type Finding, verifyChain } from '../../src/audit/verify-chain.ts';
import type { AuditEntry } from '../../src/db/audit.ts';
import { sealedFor } from '../../src/db/personal.ts';
import { audit, auditChain } from '../../src/db/schema.ts';
import type { Database, Tx } from '../../src/db/types.ts';
import { behindItsBack } from '../support/behind-its-back.ts';
import { givenDatabase } from '../support/database.ts';
import { isLong, seeds } from '../support/long.ts';
import { append, emptyAudit, key, link } from './given-audit.ts';

let database: Database;
beforeAll(async () => {
  database = await givenDatabase();
});
afterAll(() => database.close());

/** What is done to a chain of `length` rows at the places `at` and `other` (later), and what must be found. */
interface Tampering {
  readonly name: string;
  run(tx: Tx, at: Place, other: Place): Promise<unknown>;
  finds(at: Place, length: number): Partial<Finding>;
}
interface Place {
  readonly seq: number;
  readonly auditId: number;
}

const changedThere = ({ seq, auditId }: Place): Partial<Finding> => ({
  kind: 'changed',
  seq,
  auditId,
});

/** One column of one row, as little as can be. */
const edits = [
  sql`at = at + interval '1 microsecond'`,
  sql`actor = actor || 'x'`,
  sql`action = 'request.approved'`,
  sql`subject = subject || ' '`,
  sql`before = '{"status": "draft"}'::jsonb`,
  sql`before = case when before is null then 'null'::jsonb end`,
  sql`after = coalesce(after, '{}') || '{"added": 1.0}'::jsonb`,
  sql`correlation_id = 'c' || correlation_id`,
];

const tamperings: readonly Tampering[] = [
  ...edits.map(
    (edit, index): Tampering => ({
      name: `a column is edited (${index})`,
      run: (tx, { auditId }) => tx.execute(sql`update audit set ${edit} where id = ${auditId}`),
      finds: changedThere,
    }),
  ),
  {
    name: 'remove a row',
    run: (tx, { auditId }) => tx.delete(audit).where(eq(audit.id, auditId)),
    finds: ({ seq, auditId }) => ({ kind: 'removed', seq, auditId }),
  },
  {
    name: 'swap two rows',
    run: async (tx, { auditId }, other) => {
      await tx.update(audit).set({ id: -1 }).where(eq(audit.id, auditId));
      await tx.update(audit).set({ id: auditId }).where(eq(audit.id, other.auditId));
      await tx.update(audit).set({ id: other.auditId }).where(eq(audit.id, -1));
    },
    finds: changedThere,
  },
  {
    name: 'swap two places in the chain',
    run: async (tx, { seq }, other) => {
      await tx.update(auditChain).set({ seq: -1 }).where(eq(auditChain.seq, seq));
      await tx.update(auditChain).set({ seq }).where(eq(auditChain.seq, other.seq));
      await tx.update(auditChain).set({ seq: other.seq }).where(eq(auditChain.seq, -1));
    },
    finds: ({ seq }) => ({ kind: 'changed', seq }),
  },
  {
    name: 'edit a hash',
    run: (tx, { seq }) =>
      tx
        .update(auditChain)
        .set({ hash: '0'.repeat(64) })
        .where(eq(auditChain.seq, seq)),
    finds: changedThere,
  },
  {
    name: 'name another key',
    run: (tx, { seq }) => tx.update(auditChain).set({ keyId: 'x' }).where(eq(auditChain.seq, seq)),
    finds: ({ seq, auditId }) => ({ kind: 'otherKey', seq, auditId }),
  },
  {
    name: 'take an entry out',
    run: (tx, { seq }) => tx.delete(auditChain).where(eq(auditChain.seq, seq)),
    finds: ({ seq }) => ({ kind: 'unlinked', seq }),
  },
  {
    name: 'take out all entries from one on',
    run: (tx, { seq }) => tx.delete(auditChain).where(gte(auditChain.seq, seq)),
    finds: ({ auditId }) => ({ kind: 'stray', auditId }),
  },
  {
    name: 'put a row in, beside the chain',
    run: (tx) =>
      tx.execute(sql`insert into audit (id, at, actor, action, subject, correlation_id)
        values (0, now(), 'guestlist', 'request.approved', 'r1', 'c1')`),
    finds: () => ({ kind: 'stray', auditId: 0, action: 'request.approved' }),
  },
  {
    name: 'put a row in, with an entry in front of the chain',
    run: async (tx) => {
      await tx.execute(sql`insert into audit (id, at, actor, action, subject, correlation_id)
        values (0, now(), 'guestlist', 'request.approved', 'r1', 'c1')`);
      await tx.execute(
        sql`insert into audit_chain (seq, audit_id, key_id, hash) values (0, 0, 'x', 'x')`,
      );
    },
    finds: () => ({ kind: 'stray', auditId: 0, action: 'request.approved' }),
  },
  {
    name: 'put a row in, at the end of the chain',
    run: async (tx) => {
      await tx.execute(sql`insert into audit (id, at, actor, action, subject, correlation_id)
        values (0, now(), 'guestlist', 'request.approved', 'r1', 'c1')`);
      await tx.execute(sql`insert into audit_chain (seq, audit_id, key_id, hash)
        select seq + 1, 0, key_id, hash from audit_chain order by seq desc limit 1`);
    },
    finds: (_, length) => ({ kind: 'changed', seq: length + 1, auditId: 0 }),
  },
];

const anyEntry: fc.Arbitrary<Partial<AuditEntry>> = fc.record({
  actor: fc.constantFrom('guestlist', 'megan', 'john'),
  subject: fc.string({ minLength: 1, maxLength: 4 }).filter((each) => !each.includes('\0')),
  before: fc.option(fc.constant({ status: 'pending' }), { nil: undefined }),
  after: fc.record({
    count: fc.double({ noNaN: true }),
    comment: fc.constant(sealedFor('john', 'x')),
  }),
});

async function givenChain(entries: readonly Partial<AuditEntry>[], rhythm: number) {
  const { db } = database;
  await emptyAudit(db);
  for (const [index, entry] of entries.entries()) {
    await append(db, { ...entry, correlationId: `c${index}` });
    if (index % 3 === rhythm) await link(db);
  }
  await link(db);
  expect(await verifyChain(db, key)).toMatchObject({ finding: null, linked: entries.length });
  return db.select().from(auditChain).orderBy(auditChain.seq);
}

/** Two places in a chain, the first one before the other. */
function choose(chain: readonly Place[], one: number, two: number) {
  const first = one % (chain.length - 1);
  const [at, other] = [chain[first], chain[first + 1 + (two % (chain.length - 1 - first))]];
  if (!at || !other) throw new Error('too short a chain');
  return { at, other };
}

describe.each(seeds('tampering', isLong ? 3 : 1))('behind its back, seed %i', (seed) => {
  test.each(tamperings)(
    '$name: found, and the first row named',
    async (tampering) => {
      const { db } = database;
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyEntry, { minLength: 2, maxLength: 7 }),
          fc.nat(),
          fc.nat(),
          async (entries, one, two) => {
            const chain = await givenChain(entries, one % 3);
            const { at, other } = choose(chain, one, two);
            await behindItsBack(db, (tx) => tampering.run(tx, at, other));
            const { finding, linked } = await verifyChain(db, key);
            const expected = tampering.finds(at, chain.length);
            expect(finding).toMatchObject(expected);
            if (expected.seq && expected.kind !== 'otherKey') expect(linked).toBe(expected.seq - 1);
          },
        ),
        { numRuns: isLong ? 100 : 5, seed },
      );
    },
    600_000,
  );
});
