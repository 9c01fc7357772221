import { afterEach, expect, test } from '@jest/globals';
import { givenGraph } from './support/given-graph.ts';
import {
  refusal,
  type ScriptedGraph,
  type ScriptedReply,
  type SeenRequest,
  scriptedGraph,
} from './support/scripted-graph.ts';

const FROM = 'guestlist@woodgrove.com';
const mail = {
  key: 'k1',
  to: { address: 'sam@gmail.com', name: 'Sam Oogle' },
  subject: 'You are invited',
  html: '<p>Hello</p>',
  text: 'Hello',
};
const notFound = refusal(
  404,
  'ErrorItemNotFound',
  'The specified object was not found in the store.',
);

let server: ScriptedGraph | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function given(answer: (request: SeenRequest, count: number) => ScriptedReply) {
  server = await scriptedGraph(answer);
  const { requests } = server;
  const called = () =>
    requests.map(({ method, path }) => `${method} ${path.replace(`/v1.0/users/${FROM}`, '')}`);
  return { mailboxes: givenGraph(server.origin).mailboxes, requests, called };
}

test('a draft carries our key as a header and as a property that can be searched', async () => {
  const { mailboxes, requests } = await given(() => ({
    status: 201,
    body: { id: 'D1', isDraft: true },
  }));
  expect(await mailboxes.createDraft(FROM, mail)).toEqual({ draftId: 'D1' });
  expect(requests[0]?.headers.prefer).toBe('IdType="ImmutableId"');
  expect(requests[0]?.body).toMatchObject({
    subject: 'You are invited',
    body: { contentType: 'html', content: '<p>Hello</p>' },
    toRecipients: [{ emailAddress: { address: 'sam@gmail.com', name: 'Sam Oogle' } }],
    internetMessageHeaders: [{ name: 'x-guestlist-key', value: 'k1' }],
    singleValueExtendedProperties: [
      { id: expect.stringMatching(/^String \{.*\} Name /), value: 'k1' },
    ],
  });
});

test('a draft is sent once', async () => {
  const { mailboxes, called } = await given(({ method }) =>
    method === 'GET' ? { body: { id: 'D1', isDraft: true } } : { status: 202 },
  );
  expect(await mailboxes.sendDraft(FROM, 'D1', 'k1')).toBe('sent');
  expect(called()).toEqual(['GET /messages/D1', 'POST /messages/D1/send']);
});

test('what is no draft any more was sent, and is not sent again', async () => {
  const { mailboxes, called } = await given(() => ({ body: { id: 'D1', isDraft: false } }));
  expect(await mailboxes.sendDraft(FROM, 'D1', 'k1')).toBe('alreadySent');
  expect(called()).toEqual(['GET /messages/D1']);
});

test('a draft that is gone is looked for in Sent Items by its key', async () => {
  const { mailboxes, requests, called } = await given(({ path }) =>
    path.includes('sentitems') ? { body: { value: [{ id: 'S1' }] } } : notFound,
  );
  expect(await mailboxes.sendDraft(FROM, 'D1', "k'1")).toBe('alreadySent');
  expect(called()).toEqual(['GET /messages/D1', 'GET /mailFolders/sentitems/messages']);
  expect(requests[1]?.query.get('$filter')).toContain("p/value eq 'k''1'");
});

test('a draft that somebody else sends at the same moment is not lost', async () => {
  const { mailboxes } = await given(({ method, path }, count) => {
    if (method === 'POST') return notFound;
    if (path.includes('sentitems')) return { body: { value: count > 3 ? [{ id: 'S1' }] : [] } };
    return { body: { id: 'D1', isDraft: true } };
  });
  expect(await mailboxes.sendDraft(FROM, 'D1', 'k1')).toBe('alreadySent');
});

test('a mail in neither place is lost, and no other is made', async () => {
  const { mailboxes, called } = await given(({ path }) =>
    path.includes('sentitems') ? { body: { value: [] } } : notFound,
  );
  await expect(mailboxes.sendDraft(FROM, 'D1', 'k1')).rejects.toMatchObject({ code: 'mail.lost' });
  expect(called().filter((each) => each.startsWith('POST'))).toEqual([]);
});

test('a draft that is discarded twice is fine', async () => {
  const { mailboxes } = await given((_, count) => (count === 1 ? { status: 204 } : notFound));
  await mailboxes.discardDraft(FROM, 'D1');
  await expect(mailboxes.discardDraft(FROM, 'D1')).resolves.toBeUndefined();
});

test.each([
  [403, 'ErrorAccessDenied', 'mail.mailboxRefused'],
  [404, 'ErrorInvalidUser', 'mail.mailboxRefused'],
  [404, 'MailboxNotEnabledForRESTAPI', 'mail.mailboxRefused'],
  [400, 'ErrorInvalidRecipients', 'mail.recipientRefused'],
] as const)('%s %s is %s', async (status, code, expected) => {
  const { mailboxes } = await given(() => refusal(status, code, 'No.'));
  await expect(mailboxes.createDraft(FROM, mail)).rejects.toMatchObject({ code: expected });
});

test('a send whose answer was lost is found out by the next run', async () => {
  const { mailboxes, called } = await given(({ method }, count) => {
    if (method === 'POST') return { cut: true };
    return { body: { id: 'D1', isDraft: count === 1 } };
  });
  await expect(mailboxes.sendDraft(FROM, 'D1', 'k1')).rejects.toMatchObject({
    code: 'unavailable',
  });
  expect(await mailboxes.sendDraft(FROM, 'D1', 'k1')).toBe('alreadySent');
  expect(called().filter((each) => each.startsWith('POST'))).toHaveLength(1);
});
