import { describe, expect, test } from '@jest/globals';
import { audit, timers } from '../../src/db/schema.ts';
import { messagesIn } from '../support/company/notifier.ts';
import { ask, type Given, runJobs, started } from '../support/given-requests.ts';
import { withCompany } from '../support/with-company.ts';
import { arrive, bringIn, samInTheDirectory, view } from './support/bring-in.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

describe('a team that Teams shows him late in', () => {
  test('is not welcomed in before its roster has him', async () => {
    const team = given.company.places.get('x');
    if (team) team.way = 'later';
    const { id } = await bringIn(given);
    expect((await view(given, id)).guests[0]?.grants[0]?.status).toBe('later');

    await arrive(given, 'sam@gmail.com');
    expect(messagesIn(given.company, 'channel-x')).toEqual([]);
    const all = await given.deps.db.query.timers.findMany();
    const set = all.filter(({ kind }) => kind === 'welcome-guest');
    expect(set).toHaveLength(1);

    if (team) team.way = 'added';
    await given.deps.db.transaction((tx) =>
      given.queue.enqueue(tx, 'welcome-guest', { rowId: set[0]?.subject ?? '' }),
    );
    await runJobs(given);
    expect(messagesIn(given.company, 'channel-x')).toHaveLength(1);
    expect((await view(given, id)).guests[0]?.grants[0]?.status).toBe('done');
  });
});

describe('a team that Teams never shows him in', () => {
  async function threeDaysLate() {
    const team = given.company.places.get('x');
    if (team) team.way = 'later';
    const { id } = await bringIn(given);
    await arrive(given, 'sam@gmail.com');
    given.advance(3 * 24 * 3_600_000 + 60_000);
    const rowId = (await view(given, id)).guests[0]?.id ?? '';
    await given.deps.db.delete(timers);
    await given.deps.db.transaction((tx) => given.queue.enqueue(tx, 'welcome-guest', { rowId }));
    await runJobs(given);
    return view(given, id);
  }

  test('is a named problem on his grant after three days', async () => {
    const after = await threeDaysLate();
    expect(after.guests[0]?.grants).toEqual([
      {
        resourceId: 'x',
        status: 'failed',
        problem: { code: 'resource.notShown', params: { name: 'Project X' } },
      },
    ]);
  });

  test('and whose chat cannot be reached: he is not said to have been welcomed', async () => {
    given.company.unreachable.add('guest-4');
    await threeDaysLate();
    const rows = await given.deps.db.select().from(audit);
    const said = rows.map(({ action }) => action).filter((action) => /elcomed/.test(action));
    expect(said).toEqual(['guest.notWelcomed']);
  });
});

describe('people who cannot be reached', () => {
  test('an approver: the requester is told, and his card says so', async () => {
    given.company.unreachable.add('megan');
    const { id } = started(await ask(given.deps, 'john'));
    await runJobs(given);

    expect(await view(given, id)).toMatchObject({
      status: 'pending',
      unreached: [{ id: 'megan' }],
    });
    expect(messagesIn(given.company, 'chat-john').map(({ message }) => message.text)).toEqual([
      'unreached pending',
    ]);
  });

  test('a guest and his channel: that is fine, and tried once', async () => {
    const { id } = await bringIn(given);
    const [sam] = samInTheDirectory(given);
    given.company.unreachable.add(sam?.id ?? '').add('x');
    await arrive(given, 'sam@gmail.com');
    expect((await view(given, id)).guests[0]?.status).toBe('arrived');
    const rows = await given.deps.db.select().from(audit);
    expect(rows.map(({ action }) => action)).toContain('guest.notWelcomed');
    expect(rows.map(({ action }) => action)).not.toContain('guest.welcomed');
    expect(messagesIn(given.company, 'chat-megan').at(-1)?.message.text).toBe(
      'arrived sam@gmail.com',
    );
  });
});
