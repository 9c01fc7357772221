import { expect, test } from '@jest/globals';
import { approveRequest } from '../../src/requests/approve-request.ts';
import { cancelRequest } from '../../src/requests/cancel-request.ts';
import {
  findCancellable,
  findRequests,
  type Listed,
  myRequests,
  requestsWaitingFor,
} from '../../src/requests/find-requests.ts';
import type { RequestView } from '../../src/requests/types.ts';
import { viewerRole } from '../../src/requests/view-request.ts';
import { addPlace } from '../support/company/company.ts';
import { ask, type Given, started } from '../support/given-requests.ts';
import { withCompany } from '../support/with-company.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

async function givenRequestFor(address: string, resource = 'Project X'): Promise<RequestView> {
  given.advance(1000);
  const guests = [{ address, name: null }];
  return started(await ask(given.deps, 'john', { guests, resources: [resource] }));
}

function ids({ views }: Listed): string[] {
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
    expect(ids(await findRequests(given.deps, 'adele', subject))).toEqual([]);
  }
});

test('who has decided finds it, although somebody else was asked when it was made', async () => {
  const { id } = await givenRequestFor('sam@gmail.com');
  addPlace(given.company, 'x', 'Project X', ['megan', 'adele']);
  await approveRequest(given.deps, { requestId: id, actorId: 'adele' });
  expect(ids(await findRequests(given.deps, 'adele', id))).toEqual([id]);
});

test('what means something to the database is only text in what people look for', async () => {
  await givenRequestFor('sam@gmail.com');
  for (const subject of ['%', '_', 's%m', 'sam\\', "' or 1=1 --", ' ']) {
    expect(ids(await findRequests(given.deps, 'john', subject))).toEqual([]);
  }
});

test('only what is still open, and only by its author, can be taken back', async () => {
  const request = await givenRequestFor('sam@gmail.com');
  const cancellable = async (personId: string, subject: string) =>
    ids(await findCancellable(given.deps, personId, subject, 'whole'));
  expect(await cancellable('john', ' Sam@Gmail.com ')).toEqual([request.id]);
  expect(await cancellable('megan', 'sam@gmail.com')).toEqual([]);
  await approveRequest(given.deps, { requestId: request.id, actorId: 'megan' });
  expect(await cancellable('john', request.id)).toEqual([]);
});

test('a part of an address names nothing whole, and a whole one not what merely holds it', async () => {
  const sam = await givenRequestFor('sam@gmail.com');
  const other = await givenRequestFor('adasam@gmail.com');
  const find = async (subject: string, by: 'whole' | 'part') =>
    ids(await findCancellable(given.deps, 'john', subject, by));
  expect(await find('sam@gmail.com', 'whole')).toEqual([sam.id]);
  expect(await find('sam@gmail.com', 'part')).toEqual([other.id, sam.id]);
  for (const part of ['a', 'sam', 'sam@gmail.co', sam.id.slice(1)]) {
    expect(await find(part, 'whole')).toEqual([]);
  }
});

test('the oldest that can be taken back is found behind newer ones that cannot', async () => {
  const old = await givenRequestFor('old@x.com');
  for (let n = 0; n < 11; n += 1) {
    const { id } = await givenRequestFor(`new${n}@x.com`);
    await cancelRequest(given.deps, { requestId: id, actorId: 'john' });
  }
  const found = await findCancellable(given.deps, 'john', '@x.com', 'part');
  expect({ ids: ids(found), total: found.total }).toEqual({ ids: [old.id], total: 1 });
});

test('a long list is read as far as a card shows it, and counted to its end', async () => {
  for (let n = 0; n < 12; n += 1) await givenRequestFor(`g${n}@x.com`);
  for (const listed of [
    await myRequests(given.deps, 'john'),
    await requestsWaitingFor(given.deps, 'megan'),
    await findRequests(given.deps, 'john', 'x.com'),
  ]) {
    expect({ read: listed.views.length, total: listed.total }).toEqual({ read: 10, total: 12 });
    expect(listed.views[0]?.guests[0]?.address).toBe('g11@x.com');
  }
});

test("an author's draft is nobody else's to find", async () => {
  const guests = [{ address: 'sam@gmail.com', name: null }];
  await ask(given.deps, 'john', { guests, resources: [] });
  expect((await findRequests(given.deps, 'john', 'sam@gmail.com')).total).toBe(1);
  expect((await findRequests(given.deps, 'megan', 'sam@gmail.com')).total).toBe(0);
});

test('who made it, who decides and everybody else stand differently to a request', async () => {
  const request = await givenRequestFor('sam@gmail.com');
  expect(['john', 'megan', 'adele'].map((id) => viewerRole(request, id))).toEqual([
    'requester',
    'approver',
    'bystander',
  ]);
});
