import { describe, expect, test } from '@jest/globals';
import { audit } from '../../src/db/schema.ts';
import { AppError } from '../../src/errors.ts';
import { viewRequest } from '../../src/requests/view-request.ts';
import { account, addPlace } from '../support/company/company.ts';
import { ask, type Given, started } from '../support/given-requests.ts';
import { withCompany } from '../support/with-company.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

async function auditActions(): Promise<string[]> {
  const rows = await given.deps.db.select().from(audit).orderBy(audit.id);
  return rows.map(({ action }) => action);
}

describe('a request that can start', () => {
  test('waits for the owner, who is told, and says why he is asked', async () => {
    const view = started(await ask(given.deps, 'john'));

    expect(view).toMatchObject({
      status: 'pending',
      requester: { name: 'John Doe' },
      guests: [{ row: 1, address: 'sam@gmail.com', status: 'waiting' }],
      resources: [
        {
          name: 'Project X',
          decision: 'waiting',
          why: 'ownerDecides',
          approvers: [{ name: 'Megan Bowen' }],
        },
      ],
    });
    expect(await given.queue.waiting()).toEqual(['notify-approvers']);
    expect(await auditActions()).toEqual(['request.started']);
  });

  test('of somebody who owns the resource goes to work at once', async () => {
    const view = started(await ask(given.deps, 'megan'));

    expect(view.status).toBe('working');
    expect(view.resources[0]?.decision).toBe('notNeeded');
    expect(await given.queue.waiting()).toEqual(['provision-guests']);
  });

  test('for the directory alone needs nobody where the tenant lets everybody invite', async () => {
    const asked = { resources: [], directoryOnly: true };
    const view = started(await ask(given.deps, 'john', asked));
    expect(view).toMatchObject({ status: 'working', directoryOnly: true });
  });

  test('asks each owner, and names every guest once', async () => {
    const guests = ['kim@x.com', 'Sam@gmail.com', 'sam@gmail.com'];
    const view = started(
      await ask(given.deps, 'john', {
        guests: guests.map((address) => ({ address, name: null })),
        resources: ['project x', 'Marketing'],
      }),
    );
    expect(view.guests.map(({ address }) => address)).toEqual(['kim@x.com', 'Sam@gmail.com']);
    expect(view.resources.map(({ approvers }) => approvers.map(({ id }) => id))).toEqual([
      ['megan'],
      ['adele'],
    ]);
  });

  test('delivered again it is the same request, and nothing is queued twice', async () => {
    started(await ask(given.deps, 'john', {}, 'the-same'));

    expect(await ask(given.deps, 'john', {}, 'the-same')).toEqual({ kind: 'again' });
    expect(await auditActions()).toEqual(['request.started']);
    expect(await given.queue.waiting()).toEqual(['notify-approvers']);
  });

  test('delivered twice at once it is one request', async () => {
    const twice = [ask(given.deps, 'john', {}, 'one'), ask(given.deps, 'john', {}, 'one')];
    const kinds = (await Promise.all(twice)).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['again', 'started']);
    expect(await auditActions()).toEqual(['request.started']);
  });
});

describe('a name', () => {
  test('that ten groups share gives a choice, never a guess', async () => {
    for (let n = 0; n < 10; n += 1) {
      addPlace(given.company, `book-${n}`, 'Book Club', ['adele'], {
        kind: 'group',
        description: `Readers ${n}`,
      });
    }
    const outcome = await ask(given.deps, 'john', { resources: ['book club'] });

    expect(outcome).toMatchObject({
      kind: 'draft',
      view: { status: 'draft', openResources: [{ asked: 'book club', reason: 'several' }] },
    });
    const [open] = outcome.kind === 'draft' ? outcome.view.openResources : [];
    expect(open?.candidates).toHaveLength(10);
    expect(open?.candidates[3]).toEqual({
      id: 'book-3',
      kind: 'group',
      name: 'Book Club',
      description: 'Readers 3',
    });
    expect(await given.queue.waiting()).toEqual([]);
  });

  test('that fits nothing gives the nearest', async () => {
    const outcome = await ask(given.deps, 'john', { resources: ['Projekt Y', 'Marketing'] });
    expect(outcome).toMatchObject({
      kind: 'draft',
      view: {
        openResources: [{ asked: 'Projekt Y', reason: 'notFound', candidates: [{ id: 'x' }] }],
        resources: [{ id: 'marketing', decision: 'waiting', approvers: [] }],
      },
    });
  });

  test('with `and` in it is one name where there is such a resource, and two where there is none', async () => {
    const resources = ['Project X and Marketing'];
    const splits = { 'Project X and Marketing': [['Project X', 'Marketing']] };
    const two = started(await ask(given.deps, 'john', { resources, splits }));
    expect(two.resources.map(({ id }) => id)).toEqual(['x', 'marketing']);

    addPlace(given.company, 'xm', 'Project X and Marketing', ['megan']);
    const one = started(await ask(given.deps, 'john', { resources, splits }));
    expect(one.resources.map(({ id }) => id)).toEqual(['xm']);
  });
});

test.each([
  ['one that waits', 'john', { resources: ['Project X', 'Marketing'], reason: 'A workshop' }],
  ['one that goes to work', 'megan', { until: '2027-03-31', message: 'Welcome, "Sam" \\ Zoë!' }],
  ['one for the directory alone', 'john', { resources: [], directoryOnly: true }],
  ['a draft without a guest', 'john', { guests: [] }],
  ['a draft with a name that fits nothing', 'john', { resources: ['Projekt Y', 'Marketing'] }],
])('%s is answered with what it reads as from then on', async (_, who, wish) => {
  const outcome = await ask(given.deps, who, wish);
  if (!('view' in outcome)) throw new Error(`It was ${outcome.kind}.`);
  expect(outcome.view).toEqual(await viewRequest(given.deps, outcome.view.id));
});

describe('what is missing makes a draft', () => {
  test.each([
    ['a guest', { guests: [] }],
    ['a resource', { resources: [] }],
  ])('%s', async (_, asked) => {
    const outcome = await ask(given.deps, 'john', asked);
    expect(outcome).toMatchObject({
      kind: 'draft',
      view: { status: 'draft', directoryOnlyAllowed: true },
    });
  });
});

describe('refused before a request exists', () => {
  test.each([
    ['an address Entra will refuse', 'sam+x@gmail.com', 'guest.plusAddress', 'sam@gmail.com'],
    ['a colleague', 'megan@woodgrove.com', 'guest.ownDomain', null],
    ['a blocked domain', 'sam@rival.com', 'guest.domainBlocked', null],
  ])('%s', async (_, address, code, suggestion) => {
    const outcome = await ask(given.deps, 'john', { guests: [{ address, name: null }] });
    expect(outcome).toMatchObject({
      kind: 'refused',
      problems: [{ address, problem: { code }, suggestion }],
    });
    expect(await auditActions()).toEqual([]);
  });

  test('a colleague under a private address, by his name', async () => {
    const { accounts } = given.company;
    accounts.set('bo', account('bo', 'Bo Berg', { mail: 'bo@gmail.com' }));
    const outcome = await ask(given.deps, 'john', {
      guests: [{ address: 'bo@gmail.com', name: null }],
    });
    expect(outcome).toMatchObject({
      kind: 'refused',
      problems: [{ problem: { code: 'guest.colleague', params: { name: 'Bo Berg' } } }],
    });
  });

  test('every wrong address at once, so that all can be repaired', async () => {
    const addresses = ['a+b@x.com', 'ok@x.com', 'c@rival.com'];
    const guests = addresses.map((address) => ({ address, name: null }));
    const outcome = await ask(given.deps, 'john', { guests });
    const problems = outcome.kind === 'refused' ? outcome.problems : [];
    expect(problems.map(({ address }) => address)).toEqual(['a+b@x.com', 'c@rival.com']);
  });

  test('more guests than one request takes', async () => {
    const guests = Array.from({ length: 51 }, (_, n) => ({ address: `g${n}@x.com`, name: null }));
    expect(await ask(given.deps, 'john', { guests })).toMatchObject({
      kind: 'refused',
      problems: [{ problem: { code: 'request.tooManyGuests', params: { count: 51, max: 50 } } }],
    });
  });

  test('more resources than one request takes, before any of them is looked up', async () => {
    const names = Array.from({ length: 11 }, (_, n) => `Place ${n}`);
    const lookedUp = new AppError('graph.unreadable');
    given.company.faults.push({ call: 'searchResources', when: 'before', error: lookedUp });
    const phrase = names.join(' and ');
    for (const asked of [
      { resources: names },
      { resources: [phrase], splits: { [phrase]: [[phrase], names] } },
    ]) {
      expect(await ask(given.deps, 'john', asked)).toMatchObject({
        kind: 'refused',
        problems: [
          { problem: { code: 'request.tooManyResources', params: { count: 11, max: 10 } } },
        ],
      });
    }
  });

  test('a guest whose account is blocked from signing in', async () => {
    given.company.accounts.set(
      'sam',
      account('sam', 'Sam', { userType: 'guest', mail: 'sam@gmail.com', enabled: false }),
    );
    expect(await ask(given.deps, 'john')).toMatchObject({
      kind: 'refused',
      problems: [{ address: 'sam@gmail.com', problem: { code: 'guest.blocked' } }],
    });
    expect(await given.queue.waiting()).toEqual([]);
  });

  test('a text that is too long, and a day that is over', async () => {
    const { deps } = given;
    await expect(ask(deps, 'john', { message: 'a'.repeat(2001) })).rejects.toMatchObject({
      code: 'request.textTooLong',
    });
    await expect(ask(deps, 'john', { until: '2026-11-19' })).rejects.toMatchObject({
      code: 'request.untilPast',
    });
    await expect(ask(deps, 'john', { until: '2026-02-30' })).rejects.toMatchObject({
      code: 'request.untilUnclear',
    });
  });
});

describe('denied by policy', () => {
  test('leaves no request, but one audit row however often it comes', async () => {
    given.company.rules = { ...given.company.rules, allowInvitesFrom: 'none' };
    const first = await ask(given.deps, 'john', {}, 'denied-once');
    await ask(given.deps, 'john', {}, 'denied-once');

    expect(first).toEqual({
      kind: 'denied',
      problem: { code: 'tenant.invitesNobody', params: {} },
    });
    expect(await auditActions()).toEqual(['request.deniedByPolicy']);
    expect(await given.queue.waiting()).toEqual([]);
  });

  test('a guest asks for nobody, and learns nothing of the resource he named', async () => {
    given.company.accounts.set(
      'sam',
      account('sam', 'Sam', { userType: 'guest', mail: 'sam@gmail.com' }),
    );
    const outcome = await ask(given.deps, 'sam', { resources: ['No such thing'] });
    expect(outcome).toMatchObject({
      kind: 'denied',
      problem: { code: 'policy.guestsCannotRequest' },
    });
  });

  test('a resource that takes no guests, with its cause', async () => {
    const refusal = { code: 'resource.dynamic', params: { name: 'All Staff' } };
    addPlace(given.company, 'staff', 'All Staff', ['megan'], { kind: 'group', refusal });
    const outcome = await ask(given.deps, 'john', { resources: ['All Staff'] });
    expect(outcome).toEqual({ kind: 'denied', problem: refusal });
  });

  test('the only administrator who asks for himself', async () => {
    addPlace(given.company, 'lost', 'Lost App', [], { kind: 'application' });
    const outcome = await ask(given.deps, 'ada', { resources: ['Lost App'] });
    expect(outcome).toMatchObject({
      kind: 'denied',
      problem: { code: 'policy.onlyYouCouldDecide', params: { resource: 'Lost App' } },
    });
  });
});
