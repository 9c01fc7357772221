import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type GivenWoodgrove, givenWoodgrove } from '../support/given-woodgrove.ts';
import { type Answer, at, column, errorOf, query, rows } from '../support/graph-client.ts';

let given: GivenWoodgrove;
beforeAll(async () => {
  given = await givenWoodgrove();
});
beforeEach(() => given.control('POST', '/reset'));
afterAll(() => given.close());

const BOX = '/users/guestlist@woodgrove.com';
const immutable = { Prefer: 'IdType="ImmutableId"' };
const KEY = 'String {6b1c2c1e-6a6f-4b43-9a53-3f0f4bd1d6c5} Name Key';
const letter = (more: object = {}) => ({
  subject: 'You are invited',
  body: {
    contentType: 'HTML',
    content:
      '<p>Hello &amp; <b>welcome</b>, <a href="https://example.com/a?b=1&amp;c=2">come in</a></p>',
  },
  toRecipients: [{ emailAddress: { address: 'gsamoogle@gmail.com', name: 'Sam' } }],
  internetMessageHeaders: [{ name: 'x-guestlist-key', value: 'k1' }],
  singleValueExtendedProperties: [{ id: KEY, value: 'k1' }],
  ...more,
});
const draft = (more: object = {}, headers: Record<string, string> = immutable) =>
  given.graph('POST', `${BOX}/messages`, letter(more), headers);
const pathOf = (answer: Answer) =>
  `${BOX}/messages/${encodeURIComponent(String(at(answer.body, 'id')))}`;
const send = (answer: Answer) =>
  given.graph('POST', `${pathOf(answer)}/send`, undefined, immutable);
const inFolder = async (folder: string, filter: string) =>
  rows(
    await given.graph(
      'GET',
      `${BOX}/mailFolders/${folder}/messages${query({ $filter: filter, $select: 'id,isDraft' })}`,
      undefined,
      immutable,
    ),
  );
const byKey = `singleValueExtendedProperties/any(p:p/id eq '${KEY}' and p/value eq 'k1')`;
const outbox = async () => (await given.control('GET', '/outbox')).body;

test('a draft is kept with its header and key, and goes to nobody', async () => {
  const made = await draft();
  expect(made.status).toBe(201);
  expect(made.headers.get('preference-applied')).toBe('IdType="ImmutableId"');
  expect(made.body).toMatchObject({
    isDraft: true,
    subject: 'You are invited',
    bodyPreview: expect.stringContaining('Hello & welcome'),
  });
  const read = await given.graph(
    'GET',
    `${pathOf(made)}?$select=internetMessageHeaders&$expand=singleValueExtendedProperties`,
    undefined,
    immutable,
  );
  expect(read.body).toMatchObject({
    internetMessageHeaders: [{ name: 'x-guestlist-key', value: 'k1' }],
    singleValueExtendedProperties: [{ id: KEY, value: 'k1' }],
  });
  expect(await outbox()).toEqual([]);
});

test('a sent draft leaves once, moves to Sent Items and keeps its immutable id', async () => {
  const made = await draft();
  expect(await inFolder('drafts', byKey)).toEqual([{ id: at(made.body, 'id'), isDraft: true }]);
  expect((await send(made)).status).toBe(202);
  expect(await inFolder('drafts', byKey)).toEqual([]);
  expect(await inFolder('sentitems', byKey)).toEqual([{ id: at(made.body, 'id'), isDraft: false }]);
  expect(errorOf(await send(made))).toMatchObject({ status: 404, code: 'ErrorItemNotFound' });
  expect(await outbox()).toMatchObject([
    {
      from: 'guestlist@woodgrove.com',
      to: 'gsamoogle@gmail.com',
      subject: 'You are invited',
      text: 'Hello & welcome, come in <https://example.com/a?b=1&c=2>',
      redeemUrl: null,
    },
  ]);
});

test('an ordinary id is lost when the message moves', async () => {
  const made = await draft({}, {});
  expect((await given.graph('GET', pathOf(made))).status).toBe(200);
  await send(made);
  expect((await given.graph('GET', pathOf(made))).status).toBe(404);
});

test('a draft can be thrown away, once', async () => {
  const made = await draft();
  expect((await given.graph('DELETE', pathOf(made))).status).toBe(204);
  expect((await given.graph('DELETE', pathOf(made))).status).toBe(404);
  expect((await send(made)).status).toBe(404);
});

test('sendMail sends and keeps a copy, unless told not to', async () => {
  const mail = (saveToSentItems: boolean) =>
    given.graph('POST', `${BOX}/sendMail`, { message: letter(), saveToSentItems });
  expect([(await mail(true)).status, (await mail(false)).status]).toEqual([202, 202]);
  expect(await outbox()).toHaveLength(2);
  expect(await inFolder('sentitems', "subject eq 'You are invited'")).toHaveLength(1);
});

test('the first redeem link of a mail is known', async () => {
  const invited = await given.graph('POST', '/invitations', {
    invitedUserEmailAddress: 'gsamoogle@gmail.com',
    inviteRedirectUrl: 'https://example.com/',
  });
  const link = String(at(invited.body, 'inviteRedeemUrl'));
  const made = await draft({
    body: {
      contentType: 'html',
      content: `<a href="https://example.com">x</a><a href="${link}">Get started</a>`,
    },
  });
  await send(made);
  expect(await outbox()).toMatchObject([{ redeemUrl: link }]);
  const redeemed = await given.control('POST', '/redeem', { email: 'GSamOogle@gmail.com' });
  expect(redeemed.body).toMatchObject({ redirectUrl: 'https://example.com/' });
  expect((await given.control('POST', '/redeem', { email: 'nobody@adatum.com' })).status).toBe(404);
});

test('a mailbox that is not one of the sending ones is closed', async () => {
  const other = await given.graph('GET', '/users/john.doe@woodgrove.com/messages');
  expect(errorOf(other)).toMatchObject({ status: 403, code: 'ErrorAccessDenied' });
  const none = await given.graph('GET', '/users/nobody@woodgrove.com/messages');
  expect(errorOf(none)).toMatchObject({ status: 404, code: 'ErrorInvalidUser' });
});

test('what Exchange refuses is refused', async () => {
  const header = await draft({ internetMessageHeaders: [{ name: 'subject', value: 'x' }] });
  expect(errorOf(header).code).toBe('InvalidInternetMessageHeader');
  const lonely = await draft({ toRecipients: [] });
  expect(errorOf(await send(lonely)).code).toBe('ErrorInvalidRecipients');
  expect((await draft({ attachments: [] })).status).toBe(501);
  expect((await given.graph('GET', `${BOX}/mailFolders/nowhere/messages`)).status).toBe(404);
});

test('folders count what is in them', async () => {
  await draft();
  await send(await draft());
  const folders = await given.graph('GET', `${BOX}/mailFolders`);
  expect(column(folders, 'totalItemCount')).toEqual([1, 1]);
});

test('a person’s mailbox shows his mail by key and by address', async () => {
  await send(
    await draft({ toRecipients: [{ emailAddress: { address: 'john.doe@woodgrove.com' } }] }),
  );
  for (const as of ['john', 'john.doe@woodgrove.com']) {
    expect((await given.control('GET', `/mailbox?as=${as}`)).body).toHaveLength(1);
  }
  expect((await given.control('GET', '/mailbox?as=ada')).body).toEqual([]);
});
