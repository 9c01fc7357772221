import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { guidOf } from '../../../src/sandbox/tenant/guid.ts';
import { person } from '../../../src/sandbox/tenant/seed/people.ts';
import { type GivenWoodgrove, givenWoodgrove } from '../support/given-woodgrove.ts';
import { at, column, errorOf } from '../support/graph-client.ts';

let given: GivenWoodgrove;
beforeAll(async () => {
  given = await givenWoodgrove();
});
beforeEach(() => given.control('POST', '/reset'));
afterAll(() => given.close());

const observer = { 'x-sandbox-observer': '1' };
const fault = (...rules: object[]) => given.control('POST', '/faults', { seed: 1, rules });
const invite = (address: string, headers = {}) =>
  given.graph(
    'POST',
    '/invitations',
    { invitedUserEmailAddress: address, inviteRedirectUrl: 'https://example.com/' },
    headers,
  );
const exists = async (address: string) =>
  column(
    await given.graph(
      'GET',
      `/users?$filter=mail%20eq%20'${address}'&$select=id`,
      undefined,
      observer,
    ),
    'id',
  ).length === 1;
const log = async (since = ''): Promise<unknown[]> => {
  const { body } = await given.control('GET', `/graph-log${since}`);
  if (typeof body !== 'string') return [body];
  return body
    .split('\n')
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));
};

test('a fault answers in Graph’s form, and leaves the tenant alone', async () => {
  await fault({ pathRegex: '/invitations', times: 1, status: 429, retryAfter: 3 });
  const answer = await invite('a@adatum.com');
  expect(errorOf(answer)).toMatchObject({ status: 429, code: 'TooManyRequests' });
  expect(answer.headers.get('retry-after')).toBe('3');
  expect(await exists('a@adatum.com')).toBe(false);
  expect((await invite('a@adatum.com')).status).toBe(201);
});

test('a connection cut before changes nothing, one cut after has changed it; the log says which', async () => {
  await fault({ method: 'POST', times: 1, cut: 'before' });
  await expect(invite('a@adatum.com')).rejects.toThrow();
  expect(await exists('a@adatum.com')).toBe(false);
  await given.control('DELETE', '/faults');
  await fault({ method: 'POST', times: 1, cut: 'after' });
  await expect(invite('a@adatum.com')).rejects.toThrow();
  expect(await exists('a@adatum.com')).toBe(true);
  expect(await log()).toMatchObject([
    { method: 'POST', url: '/v1.0/invitations', status: 0, applied: false },
    { method: 'POST', url: '/v1.0/invitations', status: 0, applied: true },
  ]);
});

test('what is cut afterwards is carried out first, then held, then cut', async () => {
  await fault({ method: 'POST', times: 1, cut: 'after', delayMs: 1500 });
  const cut = expect(invite('a@adatum.com')).rejects.toThrow();
  const start = performance.now();
  while (!(await exists('a@adatum.com'))) expect(performance.now() - start).toBeLessThan(1400);
  expect(await log()).toMatchObject([{ status: 0, applied: true }]);
  await cut;
  expect(performance.now() - start).toBeGreaterThan(1300);
});

test('a broken answer has the right status and half of its JSON; the call was carried out', async () => {
  await fault({ broken: true });
  const answer = await invite('a@adatum.com');
  expect(answer.status).toBe(201);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.body).toMatch(/^\{"@odata\.context"/);
  expect(() => JSON.parse(String(answer.body))).toThrow(SyntaxError);
  expect(await exists('a@adatum.com')).toBe(true);
});

test('an answer without a body cannot be broken, and is not counted so', async () => {
  await fault({ method: 'PATCH', broken: true });
  const { status } = await given.graph('PATCH', `/users/${person.john}`, { jobTitle: 'Clerk' });
  expect(status).toBe(204);
  expect(at((await given.control('GET', '/faults')).body, 'rules', 0, 'injected')).toBe(0);
});

test('rules tell how often they were injected, until they are ended', async () => {
  const started = await fault({ pathRegex: '/users', status: 500 });
  expect(at(started.body, 'id')).toEqual(expect.any(String));
  await given.graph('GET', '/users');
  const counted = await given.control('GET', '/faults');
  expect(at(counted.body, 'rules', 0, 'injected')).toBe(1);
  expect((await given.control('DELETE', '/faults')).status).toBe(204);
  expect((await given.graph('GET', '/users?$top=1')).status).toBe(200);
});

test('latency makes every call slow, but those of an observer', async () => {
  await given.control('POST', '/latency', { ms: 300 });
  const timed = async (headers = {}) => {
    const start = performance.now();
    await given.graph('GET', '/organization', undefined, headers);
    return performance.now() - start;
  };
  expect(await timed()).toBeGreaterThanOrEqual(295);
  expect(await timed(observer)).toBeLessThan(295);
});

test('the fifth member of a team within a minute is throttled, and told when and how full', async () => {
  const add = () =>
    given.graph('POST', `/teams/${guidOf('group/Project X')}/members`, {
      '@odata.type': '#microsoft.graph.aadUserConversationMember',
      roles: [],
      'user@odata.bind': `https://graph.microsoft.com/v1.0/users('${person.miriam}')`,
    });
  const answers = [await add(), await add(), await add(), await add(), await add()];
  expect(answers.map((each) => each.status)).toEqual([201, 201, 201, 201, 429]);
  expect(answers[3]?.headers.get('x-ms-throttle-limit-percentage')).toMatch(/^(1\.00|0\.9\d)$/);
  expect(Number(answers[4]?.headers.get('retry-after'))).toBeGreaterThan(10);
  await given.control('POST', '/limits', { scale: 'off' });
  expect((await add()).status).toBe(201);
});

test('a mailbox serves four at a time', async () => {
  const read = () => given.graph('GET', '/users/guestlist@woodgrove.com/messages');
  const answers = await Promise.all(Array.from({ length: 12 }, read));
  const refused = answers.filter((each) => each.status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(errorOf(refused[0] ?? (await read()))).toMatchObject({ code: 'ApplicationThrottled' });
  expect((await read()).status).toBe(200);
});

test('a mailbox sends thirty a minute', async () => {
  const mail = {
    message: { subject: 'x', toRecipients: [{ emailAddress: { address: 'a@adatum.com' } }] },
  };
  const statuses: number[] = [];
  for (let count = 0; count < 31; count += 1) {
    statuses.push(
      (await given.graph('POST', '/users/guestlist@woodgrove.com/sendMail', mail)).status,
    );
  }
  expect(statuses.filter((status) => status === 202)).toHaveLength(30);
  expect(statuses.at(-1)).toBe(429);
});

test('an observer is neither limited, failed nor logged', async () => {
  await fault({ status: 500 });
  expect((await invite('a@adatum.com', observer)).status).toBe(201);
  expect(await log()).toEqual([]);
});

test('the log shows calls without their token, newest last, since a time', async () => {
  await invite('a@adatum.com', { 'client-request-id': 'mine' });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const since = new Date().toISOString();
  await given.graph('POST', '/$batch', {
    requests: [{ id: '1', method: 'GET', url: '/organization' }],
  });
  const all = await log();
  expect(all).toMatchObject([
    {
      method: 'POST',
      url: '/v1.0/invitations',
      status: 201,
      headers: { 'client-request-id': 'mine' },
      body: { invitedUserEmailAddress: 'a@adatum.com' },
      response: { status: 'PendingAcceptance' },
    },
    { url: '/v1.0/$batch', status: 200, response: { responses: [{ id: '1', status: 200 }] } },
  ]);
  expect(JSON.stringify(all)).not.toMatch(/Bearer|authorization/i);
  expect(await log(`?since=${since}`)).toHaveLength(1);
  expect((await given.control('GET', '/graph-log?since=noon')).status).toBe(400);
});
