import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphClient } from '../sandbox/support/graph-client.ts';
import { type Standing, untilSaid } from '../support/chat.ts';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import { pressRaw } from '../support/raw-press.ts';
import type { InvokeBody } from '../support/sandbox-client.ts';
import {
  approve,
  ask,
  askedToDecide,
  chatOf,
  footprint,
  NOTHING,
  outcomeFor,
  press,
  requestOf,
  whenSettled,
} from '../support/talk.ts';

const SAM = 'gsamoogle@gmail.com';
const GUEST = 'guest@outside.example';
const NOT_YOURS = 'This request is not yours to act on. The card names the people who can.';
const VERBS = ['approve', 'deny', 'cancel', 'retry', 'refresh', 'submit'];

/** WoodGrove's. */
const TENANT = '6f0d6d3a-5c1e-4c58-9d0c-2f6a8f1b7e10';

let product: Product;
let mine: Standing;
let hers: Standing;
let requestId: string;

beforeAll(async () => {
  product = await startOffice(
    ['john', 'megan', 'adele', 'ada', 'olga', 'dora'],
    { TEAM_MEMBERS_PER_MINUTE: '600' },
    {
      people: [
        { name: 'Olga Owner', key: 'olga' },
        { name: 'Dora Done', key: 'dora' },
      ],
      teams: [{ name: 'Handover', owners: ['olga'], members: ['olga'] }],
      groups: [{ name: 'Closing', owners: ['dora'] }],
    },
  );
  await ask(product, 'adele', `invite ${SAM} to Marketing`);
  await product.settled();
  await product.post('/_sandbox/redeem', { email: SAM });
  await untilSaid(product, await chatOf(product, 'adele'), 'has arrived');
  mine = await ask(product, 'john', `invite ${GUEST} to Project X because of our secret plan`);
  requestId = requestOf(mine);
  hers = await askedToDecide(product, 'megan', requestId);
}, START_MS);
afterAll(() => product?.stop());

type Answer = { readonly status: number; readonly body: InvokeBody };

/** A press that may not count: refused in Teams' form with cause and next step, and nothing outside has changed. */
async function refused(pressing: () => Promise<Answer>, ...words: string[]): Promise<void> {
  await product.settled();
  const before = await footprint(product);
  const { status, body } = await pressing();
  expect({ status, type: body.type }).toEqual({
    status: 200,
    type: 'application/vnd.microsoft.activity.message',
  });
  for (const each of words) expect(body.value).toContain(each);
  expect(body.value).not.toContain('secret plan');
  expect(body.value).toMatch(/\. [A-Z].+\.$/s);
  await product.settled();
  expect(await footprint(product)).toEqual(before);
}

const pressing = (who: string, verb: string, card: Standing, id = requestId) =>
  product.press(who, card.activityId, `request.${verb}`, { requestId: id, reason: 'Because' });

describe('a card that was forwarded does nothing in the wrong hands', () => {
  const stranger = randomUUID();
  test.each(VERBS)('a stranger, of whom the directory does not know: %s', (verb) =>
    refused(
      () =>
        pressRaw(product, {
          from: 'john',
          aadObjectId: stranger,
          conversation: { id: 'a:stranger', conversationType: 'personal', tenantId: TENANT },
          activityId: hers.activityId,
          verb: `request.${verb}`,
          data: { requestId, reason: 'Because' },
        }),
      NOT_YOURS,
    ),
  );

  test.each(VERBS)('a guest: %s', (verb) =>
    refused(
      () => pressing(SAM, verb, hers),
      verb === 'approve' || verb === 'deny' ? 'Guests cannot decide requests. Leave' : NOT_YOURS,
    ),
  );

  test.each(VERBS)('a colleague who was not asked, in a group chat: %s', async (verb) => {
    const { groupChatId } = await product.people();
    await refused(
      () =>
        pressRaw(product, {
          from: 'adele',
          conversation: { id: groupChatId, conversationType: 'groupChat', tenantId: TENANT },
          activityId: hers.activityId,
          verb: `request.${verb}`,
          data: { requestId, reason: 'Because' },
        }),
      NOT_YOURS,
    );
  });

  test.each(['approve', 'deny'])('the requester, of his own: %s', (verb) =>
    refused(() => pressing('john', verb, hers), 'Nobody decides their own request. One of the'),
  );
});

test('who could be made an administrator, and is none now, decides nothing', async () => {
  const { users } = await product.tenant();
  const patti = users.find(({ displayName }) => displayName === 'Patti Fernandez')?.id ?? '';
  await refused(() => pressing(patti, 'approve', hers), NOT_YOURS);
});

describe('the number of another request in a card’s data', () => {
  test('does not make it hers who may decide about the card’s own', async () => {
    const other = requestOf(
      await ask(product, 'john', 'invite other@outside.example to Marketing'),
    );
    await refused(() => pressing('megan', 'approve', hers, other), NOT_YOURS);
    await refused(() => pressing('megan', 'deny', hers, other), NOT_YOURS);
  });

  test('shows nobody in a group chat what does not lie there', async () => {
    const { groupChatId } = await product.people();
    const said = '<at>Guestlist</at> invite open@outside.example to Project X';
    const shared = await ask(product, 'john', said, groupChatId);
    const { body } = await pressing('adele', 'refresh', shared, requestOf(shared));
    expect(body.type).toBe('application/vnd.microsoft.card.adaptive');
    await refused(() => pressing('adele', 'refresh', shared), NOT_YOURS);
  });
});

test('whose account is disabled decides no more, and an administrator is asked within a day', async () => {
  const card = await ask(product, 'john', 'invite dora@outside.example to Closing');
  const asked = await askedToDecide(product, 'dora', requestOf(card));
  const graph = await graphClient(product.origin);
  const { aadObjectId } = await product.person('dora');
  await graph('PATCH', `/users/${aadObjectId}`, { accountEnabled: false });
  for (const verb of ['approve', 'deny']) {
    await refused(
      () =>
        pressRaw(product, {
          from: 'dora',
          activityId: asked.activityId,
          verb: `request.${verb}`,
          data: { requestId: requestOf(card), reason: 'Because' },
        }),
      'Your account is disabled',
      'Ask your administrator to enable it.',
    );
  }
  await product.post('/_sandbox/clock', { advance: 'P1D' });
  await askedToDecide(product, 'ada', requestOf(card));
  await approve(product, 'ada', requestOf(card));
  await product.settled();
  expect(await outcomeFor(product, 'dora@outside.example')).toMatchObject({
    accounts: 1,
    mails: 1,
  });
});

test('a former owner is told that it is not his any more; whoever owns it by now is asked, once', async () => {
  const card = await ask(product, 'john', 'invite olga@outside.example to Handover');
  const asked = await askedToDecide(product, 'olga', requestOf(card));
  const { resources } = await product.tenant();
  const team = resources.find(({ name }) => name === 'Handover')?.id;
  const [olga, adele] = [await product.person('olga'), await product.person('adele')];
  const graph = await graphClient(product.origin);
  const owner = {
    '@odata.type': '#microsoft.graph.aadUserConversationMember',
    roles: ['owner'],
    'user@odata.bind': `https://graph.microsoft.com/v1.0/users('${adele.aadObjectId}')`,
  };
  const given = await graph('POST', `/teams/${team}/members`, owner);
  const taken = await graph('DELETE', `/groups/${team}/members/${olga.aadObjectId}/$ref`);
  expect([given.status, taken.status]).toEqual([201, 204]);

  const first = await pressing('olga', 'approve', asked, requestOf(card));
  expect(first.body.value).toContain(NOT_YOURS);
  const anew = await askedToDecide(product, 'adele', requestOf(card));
  for (const verb of ['approve', 'deny', 'retry']) {
    await refused(
      () => pressing('olga', verb, asked, requestOf(card)),
      'This request is not yours',
    );
  }
  expect(await outcomeFor(product, 'olga@outside.example')).toEqual(NOTHING);
  await pressing('adele', 'approve', anew, requestOf(card));
  await product.settled();
  expect(await outcomeFor(product, 'olga@outside.example')).toMatchObject({
    accounts: 1,
    mails: 1,
  });
});

test('a card from before the decision says how it stands, whatever is pressed on it', async () => {
  const card = await ask(product, 'john', 'invite late@outside.example to Road to Green');
  const id = requestOf(card);
  const asked = await askedToDecide(product, 'adele', id);
  await approve(product, 'megan', id);
  const decided = 'This request has already been approved. The card shows how it stands.';
  for (const verb of ['approve', 'deny']) {
    await refused(() => pressing('adele', verb, asked, id), decided);
  }
  await refused(() => pressing('john', 'cancel', card, id), 'can no longer be cancelled');
});

describe('twenty press at once', () => {
  test('one thing comes of it, once, and everybody else reads why nothing came of his', async () => {
    const card = await ask(product, 'john', 'invite crowd@outside.example to Road to Green');
    const id = requestOf(card);
    const megans = await askedToDecide(product, 'megan', id);
    const adeles = await askedToDecide(product, 'adele', id);
    const presses = Array.from({ length: 20 }, (_, index) => {
      if (index % 7 === 6) return pressing('john', 'cancel', card, id);
      const [who, its] =
        index % 2 === 0 ? (['megan', megans] as const) : (['adele', adeles] as const);
      return pressing(who, index % 3 === 2 ? 'deny' : 'approve', its, id);
    });
    const answers = await Promise.all(presses);
    const sentences = answers.filter(({ body }) => typeof body.value === 'string');
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(sentences).toHaveLength(19);
    for (const { body } of sentences) expect(body.value).toMatch(/already|no longer|was cancelled/);

    const { words } = await whenSettled(product, 'john', card);
    const done = words.includes('Invited') ? 1 : 0;
    expect(words).toMatch(/Invited|Denied by|Cancelled by/);
    const { accounts, mails } = await outcomeFor(product, 'crowd@outside.example');
    expect({ accounts, mails }).toEqual({ accounts: done, mails: done });
  });

  test('the same button by the same person: one card comes of it, and one guest', async () => {
    const card = await ask(product, 'john', 'invite hasty@outside.example to Project X');
    const id = requestOf(card);
    const asked = await askedToDecide(product, 'megan', id);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        press(product, 'megan', asked, 'request.approve', { requestId: id }),
      ),
    );
    expect(answers.filter((each) => each.card)).toHaveLength(1);
    await product.settled();
    expect(await outcomeFor(product, 'hasty@outside.example')).toEqual({
      accounts: 1,
      places: ['Project X'],
      mails: 1,
    });
  });
});
