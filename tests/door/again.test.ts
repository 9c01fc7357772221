import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { activityOf, deliver } from '../support/channel.ts';
import { readChat, type Standing, verbsOf } from '../support/chat.ts';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import {
  ask,
  askedToDecide,
  chatOf,
  footprint,
  inputsOf,
  outcomeFor,
  press,
  requestOf,
  whenSettled,
} from '../support/talk.ts';

let product: Product;

beforeAll(async () => {
  product = await startOffice(['john', 'megan'], { TEAM_MEMBERS_PER_MINUTE: '600' });
}, START_MS);
afterAll(() => product?.stop());

const pressing = (verb: string, data: object) => ({
  type: 'invoke',
  name: 'adaptiveCard/action',
  value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
});

/** Everything that can be seen from outside: the tenant, the outbox, and what stands in both chats. */
async function everything(): Promise<string> {
  await product.settled();
  const chats = await Promise.all(
    ['john', 'megan'].map(async (who) =>
      (await readChat(product, await chatOf(product, who))).map(({ words }) => words),
    ),
  );
  return JSON.stringify([await footprint(product), chats]);
}

/** The same again, three times and twice at once: nothing that can be seen from outside may change. */
async function expectNothingNew(activity: object): Promise<void> {
  const before = await everything();
  expect((await deliver(product, activity)).status).toBe(200);
  const both = await Promise.all([deliver(product, activity), deliver(product, activity)]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect(await everything()).toBe(before);
}

async function newestOf(who: string): Promise<Standing | undefined> {
  return (await readChat(product, await chatOf(product, who))).findLast(({ fromBot }) => fromBot);
}

test('what was refused at first is not done when it comes again and would be possible by now', async () => {
  await product.turn({ allowInvitesFrom: 'none' });
  const activity = await activityOf(product, 'john', {
    id: '1800000000001',
    text: 'invite late@gmail.com to Project X',
  });
  await deliver(product, activity);
  await product.turn({ allowInvitesFrom: 'everyone' });
  await expectNothingNew(activity);
  expect((await ask(product, 'john', 'status late@gmail.com')).words).not.toContain('Request ');
});

test('a press by Action.Execute, and one of a client that knows only messages', async () => {
  const id = requestOf(await ask(product, 'john', 'invite pressed@gmail.com to Project X'));
  await askedToDecide(product, 'megan', id);
  const approve = await activityOf(product, 'megan', {
    id: 'f:approve',
    ...pressing('request.approve', { requestId: id }),
  });
  await deliver(product, approve);
  await product.settled();
  await expectNothingNew(approve);
  expect((await deliver(product, approve)).body).toContain('adaptive');

  const other = requestOf(await ask(product, 'john', 'invite fallback@gmail.com to Project X'));
  await askedToDecide(product, 'megan', other);
  const deny = await activityOf(product, 'megan', {
    id: '1800000000002',
    value: { verb: 'request.deny', requestId: other, reason: 'no' },
  });
  await deliver(product, deny);
  await expectNothingNew(deny);
  expect(await outcomeFor(product, 'fallback@gmail.com')).toMatchObject({ accounts: 0 });
});

test('a form that was corrected since, and is still open, is not put back', async () => {
  const form = await ask(product, 'john', 'invite');
  const requestId = requestOf(form);
  const filled = { ...inputsOf(form.card), requestId, guests: 'first@gmail.com' };
  const first = await activityOf(product, 'john', {
    id: 'f:first',
    ...pressing('request.submit', { ...filled, resources: 'No such team' }),
  });
  await deliver(product, first);
  const corrected = { ...filled, guests: 'second@gmail.com', resources: 'No such group' };
  await deliver(
    product,
    await activityOf(product, 'john', { id: 'f:second', ...pressing('request.submit', corrected) }),
  );
  await expectNothingNew(first);
  const now = await whenSettled(product, 'john', form);
  expect(inputsOf(now.card)).toMatchObject({ guests: 'second@gmail.com' });
});

test('Try again, pressed once, is tried once, though it failed once more', async () => {
  await product.post('/_sandbox/faults', {
    rules: [{ method: 'POST', pathRegex: '/invitations$', share: 1, status: 403 }],
  });
  const card = await ask(product, 'megan', 'invite tried@gmail.com to Project X');
  const failed = await whenSettled(product, 'megan', card);
  expect(verbsOf(failed.card)).toContain('request.retry');
  const requestId = requestOf(failed);
  const retry = await activityOf(product, 'megan', {
    id: 'f:retry',
    ...pressing('request.retry', { requestId }),
  });
  await deliver(product, retry);
  await product.settled();
  await product.delete('/_sandbox/faults');
  await expectNothingNew(retry);
  expect(await outcomeFor(product, 'tried@gmail.com')).toMatchObject({ accounts: 0 });
  await press(product, 'megan', failed, 'request.retry', { requestId });
  await product.settled();
  expect(await outcomeFor(product, 'tried@gmail.com')).toMatchObject({ accounts: 1 });
});

test('an installation that is told of again after the app was taken away', async () => {
  const install = (action: string, id: string) =>
    activityOf(product, 'megan', { id, type: 'installationUpdate', action });
  const added = await install('add', 'f:added');
  await deliver(product, added);
  await deliver(product, await install('remove', 'f:removed'));
  await expectNothingNew(added);
});

test('an answer that was given three weeks ago', async () => {
  const activity = await activityOf(product, 'john', { id: '1800000000009', text: 'help' });
  await deliver(product, activity);
  expect((await newestOf('john'))?.words).toContain('What you can say');
  await product.post('/_sandbox/clock', { advance: 'P20D' });
  await expectNothingNew(activity);
});

test('somebody whom the directory does not know gets a sentence, and nothing is begun', async () => {
  const from = { id: '29:nobody', aadObjectId: '99999999-9999-4999-8999-999999999999' };
  const before = await footprint(product);
  await deliver(
    product,
    await activityOf(product, 'john', {
      id: '1800000000010',
      from,
      text: 'invite x@gmail.com to Project X',
    }),
  );
  expect((await newestOf('john'))?.words).toContain('I cannot find your account');
  await product.settled();
  expect(await footprint(product)).toEqual(before);
});
