import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Graph } from '../../src/graph/client.ts';
import { type Permission, permissions } from '../../src/graph/permissions.ts';
import type { ResourceRef } from '../../src/requests/types.ts';
import type { Operation } from '../../src/sandbox/graph-api/call.ts';
import { operationFinder } from '../../src/sandbox/graph-api/find-operation.ts';
import { operations } from '../../src/sandbox/graph-api/operations.ts';
import {
  defaultMailboxPermissions,
  defaultPermissions,
} from '../../src/sandbox/tenant/permissions.ts';
import { givenWoodgrove, MAIL_FROM, type Woodgrove } from '../graph/support/given-woodgrove.ts';

const table: readonly Permission[] = permissions;
const find = operationFinder(operations);

let woodgrove: Woodgrove;
/** Every operation that the product asks for, by what it is called in the tenant's own table. */
let used: ReadonlyMap<string, Operation>;
/** What was called of the product's Graph, as `directory.account`. */
const called = new Set<string>();

beforeAll(async () => {
  woodgrove = await givenWoodgrove();
  const { store } = woodgrove.sandbox.world;
  const { switches } = woodgrove.sandbox.tenant;
  const all = table.filter(({ givenIn }) => givenIn === 'entra').map(({ name }) => name);
  store.write(() => switches.change({ permissions: all }));
  await doEverything(noting(woodgrove.open({})), noting(woodgrove.open({ directAppRoles: true })));
  used = operationsIn(await readLog(woodgrove));
}, 60_000);
afterAll(() => woodgrove?.close());

/** A Graph that notes what is called of it. */
function noting(graph: Graph): Graph {
  const watched = Object.entries(graph).map(([room, calls]) => [
    room,
    new Proxy(calls, {
      get(target, name, receiver) {
        called.add(`${room}.${String(name)}`);
        return Reflect.get(target, name, receiver);
      },
    }),
  ]);
  return Object.fromEntries(watched) as Graph;
}

/** All that the product can ask of a tenant, at least once each. */
async function doEverything(graph: Graph, direct: Graph): Promise<void> {
  const { directory, tenant, mailboxes, apps } = graph;
  const john = await directory.accountByAddress('john.doe@woodgrove.com');
  const megan = await directory.accountByAddress('megan.bowen@woodgrove.com');
  if (!john || !megan) throw new Error('John and Megan are not there');
  await directory.account(john.id);
  await directory.invitationRules();
  await directory.administrators();
  const of = async (name: string): Promise<ResourceRef> => {
    const [found] = (await directory.searchResources(name)).exact;
    if (!found) throw new Error(`no ${name}`);
    expect(await directory.resource(found.id, found.kind)).not.toBeNull();
    return found;
  };
  const [team, group, application, tracker] = [
    await of('Project X'),
    await of('Marketing'),
    await of('Expense Reports'),
    await of('Time Tracker'),
  ];
  await tenant.deletedAccount('left.guest@fabrikam.com');
  const redirectUrl = await tenant.landingUrl(team);
  for (const each of [group, application, null]) await tenant.landingUrl(each);
  const invitation = { address: 'gsamoogle@gmail.com', name: null, redirectUrl, urgent: true };
  const { userId } = await tenant.invite({ ...invitation, sponsorId: john.id });
  await tenant.ensureSponsor(userId, megan.id);
  const urgent = { urgent: true };
  await tenant.ensureTeamMember(team.id, userId, urgent);
  await tenant.teamRosterHas(team.id, userId);
  await tenant.ensureGroupMember(group.id, userId, urgent);
  await tenant.ensureGroupMember(group.id, userId, urgent);
  await tenant.ensureApplicationAccess(application.id, userId, urgent);
  await direct.tenant.ensureApplicationAccess(tracker.id, userId, urgent);
  await tenant.changedGuests(null);
  const mail = {
    to: { address: 'gsamoogle@gmail.com', name: null },
    subject: 'Welcome',
    html: '<p>Welcome</p>',
    text: 'Welcome',
    key: 'one',
  };
  expect(mailboxes.addresses).toEqual([MAIL_FROM]);
  const { draftId } = await mailboxes.createDraft(MAIL_FROM, mail);
  await mailboxes.sendDraft(MAIL_FROM, draftId, 'one');
  const other = await mailboxes.createDraft(MAIL_FROM, { ...mail, key: 'two' });
  await mailboxes.discardDraft(MAIL_FROM, other.draftId);
  const lost = mailboxes.sendDraft(MAIL_FROM, other.draftId, 'two');
  await expect(lost).rejects.toMatchObject({ code: 'mail.lost' });
  await apps.installForPerson(john.id);
  await apps.installInTeam(team.id);
}

interface Logged {
  readonly method: string;
  readonly url: string;
  readonly body: { readonly requests?: readonly { method: string; url: string }[] } | null;
}

async function readLog({ sandbox }: Woodgrove): Promise<readonly Logged[]> {
  const answer = await fetch(`${sandbox.origin}/_sandbox/graph-log`);
  const lines = (await answer.text()).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Logged);
}

/** Each call, and each part of a batch, as an operation of the tenant's. */
function operationsIn(log: readonly Logged[]): ReadonlyMap<string, Operation> {
  const calls = log.flatMap(({ method, url, body }) => {
    const [, version = '', path = ''] = /^\/(v1\.0|beta)([^?]*)/.exec(url) ?? [];
    const parts = path === '/$batch' ? (body?.requests ?? []) : [{ method, url: path }];
    return parts.map((part) => ({ ...part, version }));
  });
  const found = calls.map(({ method, url, version }) => {
    const operation = find(method, version, url.split('?')[0] ?? '')?.operation;
    if (!operation) throw new Error(`the tenant does not know ${method} ${url}`);
    return [`${method} ${operation.template}`, operation] as const;
  });
  return new Map(found);
}

/** Operations that nobody with these permissions may ask for. */
function refusedWith(granted: readonly string[]): string[] {
  return [...used]
    .filter(([, { permissions: any }]) => !any.some((each) => granted.includes(each)))
    .map(([name]) => name);
}

const named = (which: (permission: Permission) => boolean) =>
  table.filter(which).map(({ name }) => name);

test('everything that the product can ask of Graph was asked', () => {
  const graph = woodgrove.open({});
  const can = Object.entries(graph).flatMap(([room, calls]) =>
    Object.keys(calls).map((name) => `${room}.${name}`),
  );
  expect([...called].sort()).toEqual(can.sort());
  expect(used.size).toBeGreaterThan(25);
});

test('whoever has all permissions of the table is refused nothing', () => {
  expect(refusedWith(named(() => true))).toEqual([]);
});

describe('each permission is needed: without it something is refused that needs no other', () => {
  const always = named(({ needed }) => needed === 'always');
  test.each(always)('%s', (name) => {
    const withoutIt = always.filter((each) => each !== name);
    const lost = refusedWith(withoutIt).filter((each) => !refusedWith(always).includes(each));
    expect(lost).not.toEqual([]);
  });

  test.each(named(({ needed }) => needed !== 'always'))('%s', (name) => {
    const lost = refusedWith(always).filter(
      (each) => !refusedWith([...always, name]).includes(each),
    );
    expect(lost).not.toEqual([]);
  });
});

test('what needs a permission of Exchange is a mailbox’s, and only that', () => {
  const exchange = named(({ givenIn }) => givenIn === 'exchange');
  const mail = [...used].filter(([, { permissions: any }]) =>
    any.some((each) => exchange.includes(each)),
  );
  expect(mail.map(([name]) => name).sort()).toEqual([
    'DELETE /users/{id}/messages/{message}',
    'GET /users/{id}/mailFolders/{folder}/messages',
    'GET /users/{id}/messages/{message}',
    'POST /users/{id}/messages',
    'POST /users/{id}/messages/{message}/send',
  ]);
});

test('WoodGrove grants what the table asks for, but for what a setting opens', () => {
  const asked = table.filter(({ needed }) => typeof needed === 'string');
  const from = (where: Permission['givenIn']) =>
    asked.flatMap(({ name, givenIn }) => (givenIn === where ? name : [])).sort();
  expect([...defaultPermissions]).toEqual(from('entra'));
  expect([...defaultMailboxPermissions]).toEqual(from('exchange'));
});
