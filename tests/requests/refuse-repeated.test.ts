import { describe, expect, test } from '@jest/globals';
import { guests, requests } from '../../src/db/schema.ts';
import { cancelRequest } from '../../src/requests/cancel-request.ts';
import type { RequestWish } from '../../src/requests/types.ts';
import { viewRequest } from '../../src/requests/view-request.ts';
import { addPlace } from '../support/company/company.ts';
import { messagesIn } from '../support/company/notifier.ts';
import { ask, type Given, runJobs, started } from '../support/given-requests.ts';
import { withCompany } from '../support/with-company.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

describe('what has been asked for and has not ended', () => {
  const sam = { address: 'sam@gmail.com', name: null };
  const kim = { address: 'kim@x.com', name: null };

  test('is not asked for twice; who may see the earlier request learns its number', async () => {
    const { id } = started(await ask(given.deps, 'john'));
    await runJobs(given);
    const refused = (params: object) => ({
      kind: 'refused',
      problems: [
        { address: null, problem: { code: 'request.alreadyAsked', params }, suggestion: null },
      ],
    });
    const again = { guests: [{ address: 'Sam@Gmail.com', name: 'Sam' }] };
    expect(await ask(given.deps, 'john', again)).toEqual(refused({ id }));
    expect(await ask(given.deps, 'megan')).toEqual(refused({ id }));
    expect(await ask(given.deps, 'adele')).toEqual(refused({}));
    await runJobs(given);
    expect(messagesIn(given.company, 'chat-megan')).toHaveLength(1);
  });

  test.each([
    ['another guest beside him', { guests: [sam, kim] }],
    ['another place beside it', { resources: ['Project X', 'Marketing'] }],
    ['the directory alone', { resources: [], directoryOnly: true }],
  ])('%s is new, so that all of it goes on', async (_, asked) => {
    started(await ask(given.deps, 'john'));
    expect(started(await ask(given.deps, 'adele', asked)).requester.id).toBe('adele');
  });

  test('may have been asked for in several requests', async () => {
    started(await ask(given.deps, 'john'));
    started(await ask(given.deps, 'john', { guests: [kim] }));
    expect(await ask(given.deps, 'john', { guests: [kim, sam] })).toMatchObject({
      kind: 'refused',
    });
  });

  test('can be asked for again once it was cancelled, and beside a draft', async () => {
    const { id } = started(await ask(given.deps, 'john'));
    await cancelRequest(given.deps, { requestId: id, actorId: 'john' });
    await ask(given.deps, 'john', { resources: ['Project X', 'Nonesuch'] });
    expect(started(await ask(given.deps, 'john')).status).toBe('pending');
  });
});

describe('what somebody has asked for and has been given', () => {
  const sam = { address: 'sam@gmail.com', name: null };
  const kim = { address: 'kim@x.com', name: null };
  const MINUTE_MS = 60_000;
  /** Asks as the owner, so that nobody has to decide, and lets everything happen. */
  const givenDone = async (asked: Partial<RequestWish> = {}) => {
    const { id } = started(await ask(given.deps, 'megan', asked));
    await runJobs(given);
    expect(await viewRequest(given.deps, id)).toMatchObject({ status: 'done' });
    return id;
  };
  const shown = (id: string, status: 'invited' | 'arrived' = 'invited') => {
    const problem = { code: 'request.askedJustNow', params: { id, status, minutes: 15 } };
    return { kind: 'refused', problems: [{ address: null, problem, suggestion: null }] };
  };
  const mails = () => given.company.sent.length;

  test('is shown him instead of being done anew for a quarter of an hour', async () => {
    const id = await givenDone();
    expect(mails()).toBe(1);
    given.advance(15 * MINUTE_MS);
    const again = { guests: [{ address: 'Sam@Gmail.com', name: 'Sam' }], reason: 'Late' };
    expect(await ask(given.deps, 'megan', again)).toEqual(shown(id));
    await runJobs(given);
    expect(mails()).toBe(1);

    given.advance(1);
    expect(started(await ask(given.deps, 'megan', again)).id).not.toBe(id);
  });

  test('says so where every guest is in', async () => {
    const id = await givenDone();
    await given.deps.db.update(guests).set({ status: 'arrived' });
    expect(await ask(given.deps, 'megan')).toEqual(shown(id, 'arrived'));
  });

  test('is the same in any order', async () => {
    addPlace(given.company, 'y', 'Project Y', ['megan']);
    const id = await givenDone({ guests: [sam, kim], resources: ['Project X', 'Project Y'] });
    const turned = { guests: [kim, sam], resources: ['Project Y', 'Project X'] };
    expect(await ask(given.deps, 'megan', turned)).toEqual(shown(id));
  });

  test.each([
    ['another guest', { guests: [kim] }],
    ['another guest beside him', { guests: [sam, kim] }],
    ['another resource', { resources: ['Project Y'] }],
    ['another resource beside it', { resources: ['Project X', 'Project Y'] }],
  ])('%s is another request', async (_, asked) => {
    addPlace(given.company, 'y', 'Project Y', ['megan']);
    const id = await givenDone();
    expect(started(await ask(given.deps, 'megan', asked)).id).not.toBe(id);
  });

  test('is another request when somebody else asks', async () => {
    const id = await givenDone();
    expect(started(await ask(given.deps, 'john')).id).not.toBe(id);
  });

  test.each(['attention', 'denied', 'cancelled'] as const)(
    'may be asked for again where it has come to %s',
    async (status) => {
      const id = await givenDone();
      await given.deps.db.update(requests).set({ status });
      expect(started(await ask(given.deps, 'megan')).id).not.toBe(id);
    },
  );

  test('twice at once, in two sentences, is one request', async () => {
    const both = await Promise.all([ask(given.deps, 'megan'), ask(given.deps, 'megan')]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['refused', 'started']);
    await runJobs(given);
    expect(mails()).toBe(1);
  });
});
