import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { guidOf } from '../../../src/sandbox/tenant/guid.ts';
import { person } from '../../../src/sandbox/tenant/seed/people.ts';
import { type GivenWoodgrove, givenWoodgrove } from '../support/given-woodgrove.ts';
import { type Answer, at } from '../support/graph-client.ts';

let given: GivenWoodgrove;
beforeAll(async () => {
  given = await givenWoodgrove();
});
beforeEach(() => given.control('POST', '/reset'));
afterAll(() => given.close());

interface Part {
  readonly id: string;
  readonly method?: string;
  readonly url: string;
  readonly body?: object;
  readonly headers?: object;
  readonly dependsOn?: readonly string[];
}
const batch = (...requests: readonly Part[]) =>
  given.graph('POST', '/$batch', {
    requests: requests.map((part) => ({ method: 'GET', ...part })),
  });
const responses = (answer: Answer): unknown[] => {
  const list = at(answer.body, 'responses');
  return Array.isArray(list) ? list : [];
};
const statuses = (answer: Answer) =>
  responses(answer).map((each) => [at(each, 'id'), at(each, 'status')]);
const json = { 'Content-Type': 'application/json' };
const addGuest = (id: string, group: string): Part => ({
  id,
  method: 'POST',
  url: `/teams/${group}/members`,
  headers: json,
  body: {
    '@odata.type': '#microsoft.graph.aadUserConversationMember',
    roles: [],
    'user@odata.bind': `https://graph.microsoft.com/v1.0/users('${person.miriam}')`,
  },
});

test('each part is answered on its own', async () => {
  const answer = await batch(
    { id: 'a', url: `/users/${person.john}?$select=displayName` },
    { id: 'b', url: '/users/nobody' },
    { id: 'c', url: 'users/$count', headers: { ConsistencyLevel: 'eventual' } },
    { id: 'd', method: 'DELETE', url: '/nothing' },
  );
  expect(answer.status).toBe(200);
  expect(statuses(answer)).toEqual([
    ['a', 200],
    ['b', 404],
    ['c', 200],
    ['d', 501],
  ]);
  expect(at(responses(answer)[0], 'body', 'displayName')).toBe('John Doe');
  expect(at(responses(answer)[1], 'body', 'error', 'code')).toBe('Request_ResourceNotFound');
});

test('a part whose forerunner failed is 424, and so is what depends on that', async () => {
  const answer = await batch(
    { id: '1', url: '/users/nobody' },
    { id: '2', url: '/users?$top=1', dependsOn: ['1'] },
    { id: '3', url: '/users?$top=1', dependsOn: ['2'] },
    { id: '4', url: '/users?$top=1' },
  );
  expect(statuses(answer)).toEqual([
    ['1', 404],
    ['2', 424],
    ['3', 424],
    ['4', 200],
  ]);
});

test('a part is throttled on its own, inside a 200, and told when to come back', async () => {
  const team = guidOf('group/Project X');
  const answer = await batch(...['1', '2', '3', '4', '5'].map((id) => addGuest(id, team)));
  expect(answer.status).toBe(200);
  expect(statuses(answer).map(([, status]) => status)).toEqual([201, 201, 201, 201, 429]);
  const last = responses(answer)[4];
  expect(Number(at(last, 'headers', 'Retry-After'))).toBeGreaterThan(0);
  const other = await batch(addGuest('1', guidOf('group/Road to Green')));
  expect(statuses(other)).toEqual([['1', 201]]);
});

test('a part is permitted on its own', async () => {
  const { permissions } = given.sandbox.tenant.switches.read();
  const fewer = permissions.filter((each) => !each.startsWith('TeamMember'));
  await given.control('POST', '/switches', { permissions: fewer });
  const answer = await batch(addGuest('1', guidOf('group/Project X')), {
    id: '2',
    url: '/users?$top=1',
  });
  expect(statuses(answer)).toEqual([
    ['1', 403],
    ['2', 200],
  ]);
});

test('a fault can strike one part', async () => {
  await given.control('POST', '/faults', {
    seed: 1,
    rules: [{ method: 'GET', pathRegex: '/users/', times: 1, status: 503, retryAfter: 7 }],
  });
  const url = `/users/${person.john}`;
  const answer = await batch({ id: '1', url }, { id: '2', url });
  expect(statuses(answer)).toEqual([
    ['1', 503],
    ['2', 200],
  ]);
  expect(at(responses(answer)[0], 'headers', 'Retry-After')).toBe('7');
});

test('a fault for parts leaves the batch around them and calls of their own alone', async () => {
  const rules = [{ inBatch: true, pathRegex: 'batch|/users/', times: 2, status: 429 }];
  await given.control('POST', '/faults', { seed: 1, rules });
  const url = `/users/${person.john}`;
  expect((await given.graph('GET', url)).status).toBe(200);
  const answer = await batch({ id: '1', url: '/organization' }, { id: '2', url }, { id: '3', url });
  expect(answer.status).toBe(200);
  expect(statuses(answer).map(([, status]) => status)).toEqual([200, 429, 429]);
  expect(at(responses(answer)[1], 'headers', 'Retry-After')).toBeUndefined();
  expect(at(responses(answer)[1], 'body', 'error', 'code')).toBe('TooManyRequests');
});

test.each([
  [
    'more than twenty',
    Array.from({ length: 21 }, (_, index) => ({ id: String(index), url: '/users' })),
  ],
  ['none', []],
  [
    'two of one id',
    [
      { id: '1', url: '/users' },
      { id: '1', url: '/users' },
    ],
  ],
  [
    'one that depends on a later one',
    [
      { id: '1', url: '/users', dependsOn: ['2'] },
      { id: '2', url: '/users' },
    ],
  ],
  ['an absolute address', [{ id: '1', url: 'https://graph.microsoft.com/v1.0/users' }]],
  ['a body without its type', [{ id: '1', method: 'POST', url: '/invitations', body: {} }]],
] as [string, Part[]][])('a batch of %s is refused whole', async (_what, parts) => {
  expect((await batch(...parts)).status).toBe(400);
});
