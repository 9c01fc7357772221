import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { guidOf } from '../../../src/sandbox/tenant/guid.ts';
import { person } from '../../../src/sandbox/tenant/seed/people.ts';
import { type GivenWoodgrove, givenWoodgrove } from '../support/given-woodgrove.ts';
import { at } from '../support/graph-client.ts';
import { type SyncBot, startSyncBot } from '../support/sync-bot.ts';

let given: GivenWoodgrove;
let bot: SyncBot;
beforeAll(async () => {
  bot = await startSyncBot(50);
  given = await givenWoodgrove({ botOrigin: bot.origin });
});
beforeEach(() => given.control('POST', '/reset'));
afterAll(async () => {
  await given.close();
  await bot.close();
});

const syncs = () => bot.nudges.filter((each) => each === 'POST /_sandbox/sync').length;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const resource = async (name: string) => {
  const { body } = await given.control('GET', '/tenant');
  return list(at(body, 'resources')).find((each) => at(each, 'name') === name);
};

describe('reset', () => {
  test('puts everything back to the start, under another epoch', async () => {
    const before = await given.control('GET', '/state');
    await given.graph('POST', '/invitations', {
      invitedUserEmailAddress: 'a@adatum.com',
      inviteRedirectUrl: 'https://example.com/',
    });
    await given.control('POST', '/seed', {
      people: [{ name: 'Kim Akers' }],
      teams: [{ name: 'T', owners: ['kim'] }],
    });
    await given.control('POST', '/switches', {
      teamAddRefusesGuests: false,
      allowInvitesFrom: 'none',
    });
    await given.control('POST', '/clock', { advance: 'P14D' });
    await given.control('POST', '/latency', { ms: 5 });
    await given.control('POST', '/limits', { scale: 'off' });
    await given.control('POST', '/faults', { rules: [{ status: 500 }] });
    const nudged = syncs();
    const reset = await given.control('POST', '/reset');
    expect(syncs()).toBeGreaterThan(nudged);

    const after = await given.control('GET', '/state');
    expect(after.body).toEqual(reset.body);
    expect(at(after.body, 'epoch')).not.toBe(at(before.body, 'epoch'));
    expect(at(after.body, 'clockOffsetMs')).toBe(0);
    expect((await given.control('GET', '/faults')).body).toEqual({ rules: [] });
    expect((await given.control('GET', '/latency')).body).toEqual({ ms: 0 });
    expect((await given.control('GET', '/limits')).body).toEqual({ scale: 1 });
    expect((await given.control('GET', '/switches')).body).toMatchObject({
      teamAddRefusesGuests: true,
      allowInvitesFrom: 'everyone',
    });
    expect((await given.control('GET', '/outbox')).body).toEqual([]);
    expect((await given.control('GET', '/graph-log')).body).toBe('');
    expect(JSON.stringify((await given.control('GET', '/tenant')).body)).not.toMatch(
      /adatum|Kim Akers/,
    );
  });

  test('leaves tokens good and ids the same', async () => {
    const { token } = given.graph;
    expect(token).not.toBe('');
    const john = await given.graph('GET', `/users/${person.john}`);
    expect(john.status).toBe(200);
  });
});

describe('the clock', () => {
  test('moves by durations and to moments, and the bot has followed before the answer', async () => {
    const start = Date.now();
    const nudged = syncs();
    const advanced = await given.control('POST', '/clock', { advance: 'P14DT12H' });
    expect(syncs()).toBe(nudged + 1);
    const ahead = Date.parse(String(at(advanced.body, 'now'))) - start;
    expect(ahead).toBeGreaterThanOrEqual(14.5 * 86_400_000);
    expect(ahead).toBeLessThan(14.5 * 86_400_000 + 5_000);
    const state = await given.control('GET', '/state');
    expect(Math.round(Number(at(state.body, 'clockOffsetMs')) / 86_400_000)).toBe(15);
    await given.control('POST', '/clock', { now: '2027-01-01T00:00:00Z' });
    const now = await given.control('GET', '/clock');
    expect(String(at(now.body, 'now'))).toMatch(/^2027-01-01T00:00:0/);
  });

  test.each([
    { advance: 'soon' },
    { now: 'noon' },
    {},
    { now: '2027-01-01T00:00:00Z', advance: 'P1D' },
  ])('%j is refused', async (wish) => {
    expect((await given.control('POST', '/clock', wish)).status).toBe(400);
  });

  test('does not wait for a bot that is down', async () => {
    const alone = await givenWoodgrove();
    expect((await alone.control('POST', '/clock', { advance: 'P1D' })).status).toBe(200);
    await alone.close();
  });
});

describe('the tenant', () => {
  test('shows who is there and who is where', async () => {
    const { body } = await given.control('GET', '/tenant');
    expect(list(at(body, 'users'))).toContainEqual({
      id: person.john,
      displayName: 'John Doe',
      mail: 'john.doe@woodgrove.com',
      userType: 'Member',
      externalUserState: null,
      accountEnabled: true,
    });
    expect(await resource('Project X')).toMatchObject({ kind: 'team', owners: [person.megan] });
    expect(await resource('Project X Archive')).toMatchObject({
      kind: 'team',
      owners: [person.megan, person.adele],
    });
    expect(await resource('Road to Green')).toMatchObject({
      kind: 'team',
      owners: [person.megan, person.adele],
    });
    expect(await resource('Marketing')).toMatchObject({ kind: 'group', owners: [person.adele] });
    expect(await resource('Expense Reports')).toMatchObject({
      kind: 'application',
      owners: [person.adele],
      members: [],
    });
  });

  test('counts members of an assigned group among those of the application', async () => {
    const id = guidOf('guest/accepted.guest@fabrikam.com');
    await given.graph('POST', `/groups/${guidOf('group/Expense Reports Users')}/members/$ref`, {
      '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
    });
    expect(await resource('Expense Reports')).toMatchObject({ members: [id] });
  });

  test('refuses a switch that it does not have', async () => {
    expect((await given.control('POST', '/switches', { gravity: false })).status).toBe(400);
    expect((await given.control('POST', '/switches', { allowInvitesFrom: 'friends' })).status).toBe(
      400,
    );
  });
});

describe('seeding', () => {
  test('a crowd is numbered on, and can be found', async () => {
    await given.control('POST', '/seed', { users: 30, guests: 20, teams: 10 });
    await given.control('POST', '/seed', { users: 1 });
    const found = await given.graph(
      'GET',
      "/users?$filter=mail%20eq%20'person000031@woodgrove.com'&$select=id",
    );
    expect(list(at(found.body, 'value'))).toHaveLength(1);
    expect(await resource('Team 000010')).toMatchObject({
      kind: 'team',
      owners: [expect.any(String)],
    });
  });

  test('named people and resources come with their ids, owned by key, id or address', async () => {
    const seeded = await given.control('POST', '/seed', {
      people: [
        { name: 'Kim Akers', manager: 'megan' },
        { name: 'Kim Abercrombie', mail: 'kim.a@woodgrove.com', roles: ['globalAdministrator'] },
      ],
      teams: [
        { name: 'Apollo', owners: ['kim', person.adele], members: ['john'] },
        { name: 'Apollo', owners: ['kim.a@woodgrove.com'] },
      ],
      groups: [{ name: 'Press', owners: ['ada'], kind: 'security' }],
      applications: [{ name: 'Payslips', owners: [], assignedGroup: false }],
    });
    expect(seeded.status).toBe(200);
    const people = list(at(seeded.body, 'people'));
    expect(people).toMatchObject([
      { key: 'kim', mail: 'kim@woodgrove.com' },
      { key: 'kim.abercrombie' },
    ]);
    const teams = list(at(seeded.body, 'teams')).map((each) => at(each, 'id'));
    expect(new Set(teams).size).toBe(2);
    expect(await resource('Press')).toMatchObject({ kind: 'group', owners: [person.ada] });
    expect(await resource('Payslips')).toMatchObject({ kind: 'application', owners: [] });
    const apollo = await given.graph('GET', `/groups/${String(teams[0])}/owners?$select=id`);
    expect(list(at(apollo.body, 'value')).map((each) => at(each, 'id'))).toEqual([
      at(people[0], 'id'),
      person.adele,
    ]);
  });

  test('an owner whom nobody knows spoils all of it', async () => {
    const wish = { people: [{ name: 'Kim Akers' }], teams: [{ name: 'T', owners: ['nobody'] }] };
    expect((await given.control('POST', '/seed', wish)).status).toBe(400);
    expect(JSON.stringify((await given.control('GET', '/tenant')).body)).not.toContain('Kim Akers');
    expect((await given.control('POST', '/seed', { people: [{ name: 'Kim Akers' }] })).status).toBe(
      200,
    );
  });
});

describe('somebody else’s web page', () => {
  const call = (path: string, headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const url = new URL(given.origin);
      const options = { host: '127.0.0.1', port: url.port, path, headers };
      request(options, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  test.each([
    '/_sandbox/tenant',
    '/_sandbox/people',
    '/_sandbox/channel-token',
    '/_sandbox/state',
    '/%5fsandbox/state',
    '/%5Fsandbox/people',
    '/./_sandbox/state',
    '//_sandbox/state',
    '/x/../_sandbox/people',
    'http://127.0.0.1/_sandbox/state',
  ])('cannot reach %s under another name or from another origin', async (path) => {
    // Written in another way, an address may also lead nowhere; then it does so for everybody.
    const served = path.startsWith('/_sandbox') ? 200 : await call(path, {});
    const refused = served === 200 ? 403 : served;
    expect(await call(path, { host: 'evil.example' })).toBe(refused);
    expect(await call(path, { origin: 'https://evil.example' })).toBe(refused);
    expect(await call(path, { origin: 'null' })).toBe(refused);
    expect(await call(path, { origin: given.origin })).toBe(served);
    expect(
      await call(path, { host: new URL(given.origin).host.replace('127.0.0.1', 'localhost') }),
    ).toBe(served);
  });
});

test('the page is told what has changed, once for changes that come together', async () => {
  const abort = new AbortController();
  const stream = await fetch(`${given.origin}/_sandbox/events`, { signal: abort.signal });
  expect(stream.headers.get('content-type')).toBe('text/event-stream');
  await given.control('POST', '/switches', { teamAddRefusesGuests: false });
  await given.control('POST', '/switches', { teamAddRefusesGuests: true });
  let told = '';
  const decoder = new TextDecoder();
  for await (const chunk of stream.body ?? []) {
    told += decoder.decode(chunk, { stream: true });
    if (told.includes('"topic"')) break;
  }
  abort.abort();
  expect(told.match(/data: \{"topic":"tenant"\}/g)).toHaveLength(1);
});

test('a broken body, a missing one and an unknown route are told apart', async () => {
  const broken = await fetch(`${given.origin}/_sandbox/limits`, { method: 'POST', body: '{' });
  expect(broken.status).toBe(400);
  expect((await given.control('POST', '/latency')).status).toBe(400);
  expect((await given.control('GET', '/nowhere')).status).toBe(404);
  expect((await given.control('POST', '/limits', { scale: 0 })).status).toBe(400);
});

test('files outside the page’s folder are not served', async () => {
  for (const path of [
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5cx',
    '/%00',
    '/package.json',
  ]) {
    expect((await fetch(given.origin + path)).status).toBe(404);
  }
});
