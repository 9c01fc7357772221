import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { User } from '../../../src/sandbox/tenant/types.ts';
import { type GivenTeams, givenTeams } from './given-teams.ts';

interface ConversationRow {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly unread: number;
  readonly news: boolean;
}

let teams: GivenTeams;
beforeEach(async () => {
  teams = await givenTeams();
});
afterEach(() => teams.close());

const conversationsOf = (as: string) =>
  teams.get<ConversationRow[]>(`/_sandbox/conversations?as=${as}`);

/** A guest as the tenant has one after an invitation. */
function givenGuest(state: 'PendingAcceptance' | 'Accepted'): User {
  const { tenant, world } = teams;
  const template = tenant.users.values().find((user) => user.userType === 'Guest');
  if (!template) throw new Error('WoodGrove has no guests.');
  const guest: User = {
    ...template,
    id: '7faf8ab2-3d56-4244-b585-20c8a42ed2b8',
    key: null,
    displayName: 'Sam Oogle',
    mail: 'gsamoogle@gmail.com',
    invitedAs: 'gsamoogle@gmail.com',
    userPrincipalName: 'gsamoogle_gmail.com#EXT#@woodgrove.onmicrosoft.com',
    otherMails: [],
    proxyAddresses: [],
    identities: [],
    accountEnabled: true,
    externalUserState: state,
  };
  world.store.write(() => tenant.users.put(guest.id, guest));
  return guest;
}

test('everybody who can be played is there, with what a raw activity needs', async () => {
  const people = await teams.people();
  const keys = people.people.map(({ key }) => key);
  expect(keys.slice(0, 4)).toEqual(['john', 'megan', 'adele', 'ada']);
  expect(people).toMatchObject({
    bot: { id: `28:${teams.world.settings.botId}`, name: 'Guestlist' },
    tenantId: teams.world.settings.tenantId,
    serviceUrl: `${teams.origin}/`,
    graphBaseUrl: `${teams.origin}/v1.0`,
    groupChatId: expect.stringMatching(/^19:[0-9a-f]{32}@thread\.v2$/),
    channelId: expect.stringMatching(/^19:.+@thread\.tacv2$/),
  });
  expect(teams.tenant.groups.get(people.teamId)?.displayName).toBe('Project X');
});

test('a guest is somebody once invited, and has a chat once he has redeemed', async () => {
  givenGuest('PendingAcceptance');
  const pending = await teams.person('gsamoogle@gmail.com');
  expect(pending.personalConversationId).toBeNull();
  await expect(teams.say('gsamoogle@gmail.com', 'hello')).rejects.toThrow('403');

  givenGuest('Accepted');
  const redeemed = await teams.person('gsamoogle@gmail.com');
  expect(redeemed.personalConversationId).toMatch(/^a:1/);
  expect((await teams.say('gsamoogle@gmail.com', 'hello')).botStatus).toBe(200);
  expect(teams.bot.received.at(-1)?.from.aadObjectId).toBe(redeemed.aadObjectId);
});

test('whoever speaks first adds the app, and the bot meets him before it hears him', async () => {
  const guest = givenGuest('Accepted');
  await teams.say('gsamoogle@gmail.com', 'hello');
  const met = teams.bot.received.filter(({ from }) => from.aadObjectId === guest.id);
  expect(met.map(({ type }) => type)).toEqual([
    'installationUpdate',
    'conversationUpdate',
    'message',
  ]);
});

test('whom a policy keeps from the app cannot open the chat', async () => {
  const { world, tenant } = teams;
  const guest = givenGuest('Accepted');
  world.store.write(() => tenant.switches.change({ appRefusedFor: [guest.id] }));
  await expect(teams.say('gsamoogle@gmail.com', 'hello')).rejects.toThrow('appNotAllowed');
});

test('each sees the conversations that he is in', async () => {
  const { channelId, groupChatId } = await teams.people();
  const megan = await conversationsOf('megan');
  expect(megan.map(({ kind, name }) => [kind, name])).toEqual([
    ['personal', 'Guestlist'],
    ['channel', 'Project X › General'],
    ['groupChat', 'John, Megan, Adele, Ada'],
  ]);
  expect(megan.map(({ id }) => id).slice(1)).toEqual([channelId, groupChatId]);
  givenGuest('Accepted');
  const guest = await conversationsOf('gsamoogle@gmail.com');
  expect(guest.map(({ kind }) => kind)).toEqual(['personal']);
});

test('nobody speaks where he is not', async () => {
  givenGuest('Accepted');
  const { channelId } = await teams.people();
  const megan = await teams.person('megan');
  await expect(teams.say('gsamoogle@gmail.com', 'hi', channelId)).rejects.toThrow('notAMember');
  const chat = megan.personalConversationId ?? '';
  await expect(teams.say('john', 'hi', chat)).rejects.toThrow('notAMember');
  await expect(teams.say('nobody', 'hi')).rejects.toThrow('unknownPerson');
  const thread = `${channelId};messageid=1`;
  await expect(teams.say('john', 'hi', thread)).rejects.toThrow('unknownConversation');
});

async function newsOf(as: string, conversationId: string | null) {
  const found = (await conversationsOf(as)).find(({ id }) => id === conversationId);
  return { unread: found?.unread, news: found?.news };
}

test('a shared chat counts what mentions somebody, and says of the rest that there is news, until it is read', async () => {
  const { channelId } = await teams.people();
  const megan = await teams.person('megan');
  teams.bot.answers(async (context) => {
    if (context.activity.type !== 'message') return;
    const mentioned = { id: megan.mri, name: 'Megan Bowen' };
    const text = '<at>Megan Bowen</at>';
    const entities = [{ type: 'mention', text, mentioned }];
    await context.sendActivity({ type: 'message', text: `${text}, look`, entities });
  });
  await teams.say('john', '@Guestlist help', channelId);
  expect(await newsOf('megan', channelId)).toEqual({ unread: 1, news: true });
  expect(await newsOf('john', channelId)).toEqual({ unread: 0, news: true });
  const rows = await teams.get<{ people: { key: string; unread: number }[] }>('/_sandbox/people');
  expect(rows.people.find(({ key }) => key === 'megan')?.unread).toBe(1);

  await teams.post('/_sandbox/read', { as: 'megan', conversationId: channelId });
  expect(await newsOf('megan', channelId)).toEqual({ unread: 0, news: false });
});

test('a 1:1 chat counts what the bot says, but neither its greeting nor what one said oneself', async () => {
  const { personalConversationId } = await teams.person('megan');
  teams.bot.answers(async (context) => {
    const { type } = context.activity;
    if (type === 'installationUpdate') await context.sendActivity('I bring your guests in');
    if (type === 'message') await context.sendActivity('Here you are');
  });
  await teams.say('megan', 'help');
  expect(await newsOf('megan', personalConversationId)).toEqual({ unread: 1, news: false });
});

test('a wrong body is refused by the name of what is wrong', async () => {
  await expect(teams.post('/_sandbox/say', { text: 'hi' })).rejects.toThrow(/400.*as/s);
  await expect(teams.get('/_sandbox/conversations')).rejects.toThrow('400');
});

test('a web page of somebody else cannot make people speak', async () => {
  const answer = await fetch(`${teams.origin}/_sandbox/say`, {
    method: 'POST',
    headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
    body: JSON.stringify({ as: 'john', text: 'hi' }),
  });
  expect(answer.status).toBe(403);
  expect(teams.bot.received.some(({ type }) => type === 'message')).toBe(false);
});
