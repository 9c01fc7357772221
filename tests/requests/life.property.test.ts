import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { audit } from '../../src/db/schema.ts';
import type { Database } from '../../src/db/types.ts';
import { AppError } from '../../src/errors.ts';
import { approveRequest } from '../../src/requests/approve-request.ts';
import { cancelRequest } from '../../src/requests/cancel-request.ts';
import { denyRequest } from '../../src/requests/deny-request.ts';
import { retryRequest } from '../../src/requests/retry-request.ts';
import { viewRequest } from '../../src/requests/view-request.ts';
import { givenDatabase } from '../support/database.ts';
import { ask, type Given, givenRequests, runJobs, started } from '../support/given-requests.ts';

let database: Database;
beforeAll(async () => {
  database = await givenDatabase();
});
afterAll(() => database.close());

type Step =
  | { readonly act: 'approve' | 'deny' | 'cancel' | 'retry'; readonly by: string }
  | { readonly act: 'work'; readonly broken: boolean };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constantFrom('approve', 'deny', 'cancel', 'retry'),
      by: fc.constantFrom('john', 'megan', 'adele', 'ada'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constant('work'), broken: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('approve'),
      by: fc.constantFrom('megan', 'adele'),
    }),
  },
);

/** The life of John's request for Project X (Megan's) and Marketing (Adele's), in the plainest words. */
class Model {
  status = 'pending';
  readonly waiting = new Set(['megan', 'adele']);

  /** The refusal that is expected, or `ok`. */
  take(step: Step): string {
    if (step.act === 'work') return this.work(step.broken);
    if (step.act === 'cancel') return this.cancel(step.by);
    if (step.act === 'retry') return this.retry(step.by);
    return this.decide(step.act, step.by);
  }

  private work(broken: boolean): string {
    if (this.status === 'working') this.status = broken ? 'attention' : 'done';
    return 'ok';
  }

  private decide(act: 'approve' | 'deny', by: string): string {
    if (by === 'john') return 'request.ownRequest';
    if (this.status !== 'pending') return 'request.alreadyDecided';
    if (by === 'ada') return 'request.notYours';
    if (!this.waiting.has(by)) return 'request.alreadyDecided';
    this.waiting.delete(by);
    if (act === 'deny') this.status = 'denied';
    else if (this.waiting.size === 0) this.status = 'working';
    return 'ok';
  }

  private cancel(by: string): string {
    if (by !== 'john') return 'request.notYours';
    if (this.status !== 'pending') return 'request.cannotCancel';
    this.status = 'cancelled';
    return 'ok';
  }

  private retry(by: string): string {
    if (by === 'ada') return 'request.notYours';
    if (this.status === 'working') return 'ok';
    if (this.status !== 'attention') return 'request.nothingToRetry';
    this.status = 'working';
    return 'ok';
  }
}

async function take(given: Given, requestId: string, step: Step): Promise<string> {
  const { deps, company } = given;
  try {
    if (step.act === 'work') {
      if (step.broken) company.deleted.set('sam@gmail.com', 'gone');
      else company.deleted.clear();
      await runJobs(given);
    } else {
      const press = { requestId, actorId: step.by };
      if (step.act === 'approve') await approveRequest(deps, press);
      if (step.act === 'deny') await denyRequest(deps, { ...press, reason: 'No' });
      if (step.act === 'cancel') await cancelRequest(deps, press);
      if (step.act === 'retry') await retryRequest(deps, press);
    }
    return 'ok';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

test('whatever people press in whatever order, a request lives as the plain model says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 12 }), async (steps) => {
      const given = await givenRequests(database.db);
      const model = new Model();
      const { id } = started(
        await ask(given.deps, 'john', { resources: ['Project X', 'Marketing'] }),
      );
      let version = 1;
      for (const step of steps) {
        const before = model.status;
        expect(await take(given, id, step)).toBe(model.take(step));
        const view = await viewRequest(given.deps, id);
        expect(view?.status).toBe(model.status);
        // Every change counts the version up; what changed nothing leaves it.
        expect(view?.version).toBeGreaterThanOrEqual(version);
        if (model.status !== before) expect(view?.version).toBeGreaterThan(version);
        version = view?.version ?? version;
      }
      const guests = [...given.company.accounts.values()].filter(
        ({ userType }) => userType === 'guest',
      );
      expect(guests).toHaveLength(model.status === 'done' ? 1 : 0);
      expect(given.company.sent).toHaveLength(model.status === 'done' ? 1 : 0);
      const moves = (await database.db.select().from(audit).orderBy(audit.id)).filter(
        ({ action, subject }) => subject === id && action.startsWith('request.'),
      );
      expect(moves.at(-1)?.after?.status).toBe(model.status);
    }),
    { numRuns: 25 },
  );
});
