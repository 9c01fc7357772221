import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Database } from '../../src/db/types.ts';
import { approveRequest } from '../../src/requests/approve-request.ts';
import {
  findCancellable,
  findRequests,
  myRequests,
  requestsWaitingFor,
} from '../../src/requests/find-requests.ts';
import type { RequestView } from '../../src/requests/types.ts';
import { viewerRole } from '../../src/requests/view-request.ts';
import { givenDatabase } from '../support/database.ts';
import { ask, type Given, givenRequests, started } from '../support/given-requests.ts';

let database: Database;
let given: Given;
beforeAll(async () => {
  database = await givenDatabase();
});
beforeEach(async () => {
  given = await givenRequests(database.db);
});
afterAll(() => database.close());

async function givenRequestFor(address: string, resource = 'Project X'): Promise<RequestView> {
  given.advance(1000);
  const guests = [{ address, name: null }];
  return started(await ask(given.deps, 'john', { guests, resources: [resource] }));
}

function ids(views: readonly RequestView[]): string[] {
  return views.map(({ id }) => id);
}

test('people find what they asked for, newest first, and what waits for them', async () => {
  const first = await givenRequestFor('sam@gmail.com');
  const second = await givenRequestFor('kim@x.com', 'Marketing');

  expect(ids(await myRequests(given.deps, 'john'))).toEqual([second.id, first.id]);
  expect(ids(await requestsWaitingFor(given.deps, 'megan'))).toEqual([first.id]);
  expect(ids(await requestsWaitingFor(given.deps, 'john'))).toEqual([]);

  await approveRequest(given.deps, { requestId: first.id, actorId: 'megan' });
  expect(ids(await requestsWaitingFor(given.deps, 'megan'))).toEqual([]);
});

test('a request is found by its id and by a part of an address, by those it concerns', async () => {
  const request = await givenRequestFor('Sam_1@gmail.com');
  for (const subject of [request.id, request.id.toUpperCase(), 'sam_1@GMAIL.com', 'sam_']) {
    expect(ids(await findRequests(given.deps, 'john', subject))).toEqual([request.id]);
    expect(ids(await findRequests(given.deps, 'megan', subject))).toEqual([request.id]);
    expect(await findRequests(given.deps, 'adele', subject)).toEqual([]);
  }
});

test('what means something to the database is only text in what people look for', async () => {
  await givenRequestFor('sam@gmail.com');
  for (const subject of ['%', '_', 's%m', 'sam\\', "' or 1=1 --", ' ']) {
    expect(await findRequests(given.deps, 'john', subject)).toEqual([]);
  }
});

test('only what is still open, and only by its author, can be taken back', async () => {
  const request = await givenRequestFor('sam@gmail.com');
  expect(ids(await findCancellable(given.deps, 'john', 'sam@gmail.com'))).toEqual([request.id]);
  expect(await findCancellable(given.deps, 'megan', 'sam@gmail.com')).toEqual([]);
  await approveRequest(given.deps, { requestId: request.id, actorId: 'megan' });
  expect(await findCancellable(given.deps, 'john', request.id)).toEqual([]);
});

test("an author's draft is nobody else's to find", async () => {
  const guests = [{ address: 'sam@gmail.com', name: null }];
  await ask(given.deps, 'john', { guests, resources: [] });
  expect(await findRequests(given.deps, 'john', 'sam@gmail.com')).toHaveLength(1);
  expect(await findRequests(given.deps, 'megan', 'sam@gmail.com')).toEqual([]);
});

test('who made it, who decides and everybody else stand differently to a request', async () => {
  const request = await givenRequestFor('sam@gmail.com');
  expect(['john', 'megan', 'adele'].map((id) => viewerRole(request, id))).toEqual([
    'requester',
    'approver',
    'bystander',
  ]);
});
