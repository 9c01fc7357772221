import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { audit } from '../../src/db/schema.ts';
import type { Database } from '../../src/db/types.ts';
import { AppError } from '../../src/errors.ts';
import { noticeArrivals } from '../../src/guests/notice-arrivals.ts';
import { keepDeadLetter, runAgain } from '../../src/jobs/dead-letters.ts';
import { approveRequest } from '../../src/requests/approve-request.ts';
import { cancelRequest } from '../../src/requests/cancel-request.ts';
import { denyRequest } from '../../src/requests/deny-request.ts';
import { retryRequest } from '../../src/requests/retry-request.ts';
import { submitRequest } from '../../src/requests/submit-request.ts';
import type { RequestWish } from '../../src/requests/types.ts';
import { viewRequest } from '../../src/requests/view-request.ts';
import { account, addPlace, redeem } from '../support/company/company.ts';
import { givenDatabase } from '../support/database.ts';
import { ask, type Given, givenRequests, runJobs, started } from '../support/given-requests.ts';
import { actionsInSource } from './actions-in-source.ts';

/** What people write, each in words that stand nowhere else. */
const WORDS = {
  reason: 'reconciling ledgers',
  message: 'bring your abacus',
  comment: 'vouched for heartily',
  denial: 'budget has evaporated',
  place: 'Hinterland Committee',
};
const MAILBOX = 'guestlist@woodgrove.com';

let database: Database;
let given: Given;
beforeAll(async () => {
  database = await givenDatabase();
  given = await givenRequests(database.db);
});
afterAll(() => database.close());

const guest = (name: string): Partial<RequestWish> => ({
  guests: [{ address: `${name}@fabrikam.com`, name: `${name} Oogle` }],
  reason: WORDS.reason,
  message: WORDS.message,
});

async function asked(actorId: string, wish: Partial<RequestWish>): Promise<string> {
  const { id } = started(await ask(given.deps, actorId, wish));
  await runJobs(given);
  return id;
}

async function theStory(): Promise<void> {
  const { deps, company } = given;
  await noticeArrivals(deps);
  const draft = await ask(deps, 'john', { ...guest('sam'), resources: [WORDS.place] });
  if (draft.kind !== 'draft') throw new Error(`not a draft but ${draft.kind}`);
  const requestId = draft.view.id;
  const inputs = () => ({ resources: 'Project X' });
  await submitRequest(deps, { requestId, actorId: 'john', inputs });
  await runJobs(given);
  await approveRequest(deps, { requestId, actorId: 'megan', comment: WORDS.comment });
  await runJobs(given);
  redeem(company, 'sam@fabrikam.com');
  await noticeArrivals(deps);
  await runJobs(given);
  await asked('megan', guest('sam'));
}

async function whatIsDeniedOrTakenBack(): Promise<void> {
  const { deps, company } = given;
  const denied = await asked('john', guest('kim'));
  await denyRequest(deps, { requestId: denied, actorId: 'megan', reason: WORDS.denial });
  const cancelled = await asked('john', guest('kim'));
  await cancelRequest(deps, { requestId: cancelled, actorId: 'john' });

  const anew = await asked('john', guest('kim'));
  addPlace(company, 'x', 'Project X', ['adele']);
  await approveRequest(deps, { requestId: anew, actorId: 'megan' }).catch(() => undefined);
  const { roles } = company;
  const administrators = [...roles];
  addPlace(company, 'x', 'Project X', ['john']);
  roles.clear();
  await approveRequest(deps, { requestId: anew, actorId: 'megan' }).catch(() => undefined);
  for (const [id, his] of administrators) roles.set(id, his);
  addPlace(company, 'x', 'Project X', ['megan']);

  const draft = await ask(deps, 'john', { ...guest('kim'), resources: [WORDS.place] });
  const { rules } = company;
  company.rules = { ...rules, allowInvitesFrom: 'none' };
  await ask(deps, 'john', { ...guest('kim'), resources: [WORDS.place] });
  if (draft.kind === 'draft') {
    const inputs = () => ({ resources: 'Project X' });
    await submitRequest(deps, { requestId: draft.view.id, actorId: 'john', inputs });
  }
  company.rules = rules;
}

async function whatFails(): Promise<void> {
  const { deps, company, queue } = given;
  // A name of our own that is in the way, and a team that refuses.
  const { id } = started(await ask(deps, 'megan', guest('pat')));
  company.accounts.set('pat-id', account('pat-id', 'Pat Inhouse', { mail: 'pat@fabrikam.com' }));
  await runJobs(given);
  await retryRequest(deps, { requestId: id, actorId: 'megan' });
  await runJobs(given);
  const rowId = (await viewRequest(deps, id))?.guests[0]?.id ?? '';
  await keepDeadLetter(database.db, {
    id: 'letter',
    task: 'provision-guests',
    data: { requestId: id, rowIds: [rowId] },
    problem: { code: 'unavailable', params: {} },
    detail: '',
    attempts: 46,
    at: deps.clock.now(),
  });
  await runAgain({ enqueue: queue.enqueue, database }, 'letter');
  await runJobs(given);

  const refused = new AppError('resource.archived', { name: 'Project X' });
  company.faults.push({ call: 'ensureTeamMember', when: 'before', error: refused });
  const gone = await asked('megan', guest('lee'));
  const lee = [...company.accounts.values()].find(({ mail }) => mail === 'lee@fabrikam.com');
  company.accounts.delete(lee?.id ?? '');
  given.advance(60 * 60_000);
  await retryRequest(deps, { requestId: gone, actorId: 'megan' });
  await runJobs(given);

  company.accounts.set(
    'kim-id',
    account('kim-id', 'Kim Away', {
      mail: 'kim@fabrikam.com',
      userType: 'guest',
      guestState: 'Accepted',
    }),
  );
  company.places.get('x')?.members.add('kim-id');
  await asked('megan', guest('kim'));
}

async function whomNobodyReaches(): Promise<void> {
  const { deps, company } = given;
  for (const id of ['megan', 'john', 'x']) company.unreachable.add(id);
  await asked('john', guest('ola'));
  const told = started(await ask(deps, 'megan', guest('ida')));
  await runJobs(given);
  const ida = [...company.accounts.values()].find(({ mail }) => mail === 'ida@fabrikam.com');
  company.unreachable.add(ida?.id ?? '');
  redeem(company, 'ida@fabrikam.com');
  await noticeArrivals(deps);
  await runJobs(given);
  expect((await viewRequest(deps, told.id))?.guests[0]?.status).toBe('arrived');
}

test('no audit row says who somebody is or what he wrote, whatever happens', async () => {
  await theStory();
  await whatIsDeniedOrTakenBack();
  await whatFails();
  await whomNobodyReaches();

  const rows = await database.db.select().from(audit);
  const seen = new Set(rows.map(({ action }) => action));
  expect(actionsInSource().filter((action) => !seen.has(action))).toEqual([]);

  const { rows: lines } = await database.db.execute<{ line: string }>(
    sql`select ${audit}::text as line from ${audit}`,
  );
  const text = lines.map(({ line }) => line).join('\n');
  const people = [...given.company.accounts.values()].flatMap(({ id, name, mail }) => [
    id,
    name,
    mail ?? id,
    ...name.split(' '),
  ]);
  const personal = [...people, ...Object.values(WORDS), MAILBOX, 'lee', 'fabrikam', 'chat-'];
  // Refs and sealed values are long and random: what stands inside of one is chance.
  const said = personal.filter((each) => new RegExp(`(?<![\\w-])${each}(?![\\w])`, 'i').test(text));
  expect(said).toEqual([]);
});
