import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type Activity,
  CardFactory,
  type ConversationParameters,
  MessageFactory,
  TeamsInfo,
  type TurnContext,
} from 'botbuilder';
import { channelToken } from '../../../src/sandbox/login/index.ts';
import { mriOf } from '../../../src/sandbox/teams/ids.ts';
import { ownApp } from '../../../src/sandbox/teams/installations.ts';
import { installApp } from '../../../src/sandbox/tenant/install-app.ts';
import type { User } from '../../../src/sandbox/tenant/types.ts';
import { type GivenTeams, givenTeams } from './given-teams.ts';

let teams: GivenTeams;
beforeEach(async () => {
  teams = await givenTeams();
});
afterEach(() => teams.close());

/** Runs `turn` as the bot's answer to what `as` says, and gives what it gave. */
async function inTurn<T>(
  turn: (context: TurnContext) => Promise<T>,
  { as = 'john', text = 'hello', place = undefined as string | undefined } = {},
): Promise<T> {
  const results: T[] = [];
  teams.bot.answers(async (context) => {
    if (context.activity.type === 'message') results.push(await turn(context));
  });
  await teams.say(as, text, place);
  expect(teams.bot.errors).toEqual([]);
  const [result] = results;
  if (results.length !== 1) throw new Error(`The bot had ${results.length} turns.`);
  return result as T;
}

/** A message of the bot to somebody who has not just spoken. Throws what the connector answers. */
async function openChat(memberId: string, activity?: Partial<Activity>): Promise<string> {
  const { botId, tenantId } = teams.world.settings;
  const ids: string[] = [];
  const parameters = {
    isGroup: false,
    bot: { id: `28:${botId}`, name: '' },
    members: [{ id: memberId, name: '' }],
    tenantId,
    channelData: { tenant: { id: tenantId } },
    ...(activity ? { activity } : {}),
  };
  const adapter = teams.bot.adapter();
  const serviceUrl = `${teams.origin}/`;
  await adapter.createConversationAsync(
    botId,
    'msteams',
    serviceUrl,
    '',
    parameters as ConversationParameters,
    async (context) => {
      ids.push(context.activity.conversation.id);
    },
  );
  return ids[0] ?? '';
}

/** A call with a good token; `path` below `/v3`. */
async function call(method: string, path: string, body?: unknown, headers = {}) {
  const { origin, world } = teams;
  const { botId, botSecret, tenantId } = world.settings;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: botId,
    client_secret: botSecret,
    scope: 'https://api.botframework.com/.default',
  });
  const token = await fetch(`${origin}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: form,
  });
  const { access_token } = (await token.json()) as { access_token: string };
  return fetch(`${origin}/v3${path}`, {
    method,
    headers: {
      authorization: `Bearer ${access_token}`,
      'content-type': 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function personalChatOf(as: string): Promise<string> {
  return (await teams.person(as)).personalConversationId ?? '';
}

function withoutApp(): User {
  const { users, installations } = teams.tenant;
  const found = users
    .values()
    .find(
      (user) =>
        user.userType === 'Member' &&
        user.accountEnabled &&
        installations.find('scope', user.id).length === 0,
    );
  if (!found) throw new Error('Everybody has the app.');
  return found;
}

const activitiesOf = (id: string) => `/conversations/${encodeURIComponent(id)}/activities`;
const codeOf = async (answer: Response) =>
  ((await answer.json()) as { error: { code: string } }).error.code;

test('the bot answers, changes its answer and takes it back', async () => {
  await inTurn(async (context) => {
    const card = CardFactory.adaptiveCard({ type: 'AdaptiveCard', version: '1.5', body: [] });
    const sent = await context.sendActivity({ attachments: [card] });
    await context.updateActivity({ ...MessageFactory.text('changed'), id: sent?.id ?? '' });
    await context.deleteActivity(sent?.id ?? '');
  });
  const log = await teams.messages(await personalChatOf('john'));
  expect(log.map(({ op }) => op)).toEqual(['post', 'post', 'update', 'delete']);
  expect(log[1]?.activity).toMatchObject({
    from: (await teams.people()).bot,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive' }],
  });
  expect(log[2]?.activity.text).toBe('changed');
  expect(log[2]?.activity.attachments).toBeUndefined();
});

test('typing is shown and not kept', async () => {
  await inTurn((context) => context.sendActivity({ type: 'typing' }));
  const john = await personalChatOf('john');
  expect(teams.told).toContainEqual(['typing', john]);
  expect(await teams.messages(john)).toHaveLength(1);
});

test('in the channel the bot answers in the thread, and opens one of its own', async () => {
  const { channelId } = await teams.people();
  const { botId } = teams.world.settings;
  const [reference, activityId] = await inTurn(
    async (context) => {
      await context.sendActivity('in the thread');
      const message = MessageFactory.text('a thread of my own');
      return TeamsInfo.sendMessageToTeamsChannel(context, message as Activity, channelId, botId);
    },
    { text: '@Guestlist help', place: channelId },
  );
  const log = await teams.messages(channelId);
  const [asked, answered, opened] = log.map(({ activity }) => activity);
  expect(answered).toMatchObject({ text: 'in the thread' });
  expect(Object(answered).conversation.id).toBe(Object(asked).conversation.id);
  expect(reference.conversation.id).toBe(`${channelId};messageid=${log[2]?.activityId}`);
  expect(Object(opened).conversation.id).toBe(reference.conversation.id);
  expect(activityId).toBeDefined();
});

test('the roster names people with what policy needs to know', async () => {
  const john = await teams.person('john');
  const { tenantId } = teams.world.settings;
  const [byMri, byObjectId] = await inTurn(async (context) => [
    await TeamsInfo.getMember(context, john.mri),
    await TeamsInfo.getMember(context, john.aadObjectId),
  ]);
  expect(byObjectId).toEqual(byMri);
  expect(byMri).toMatchObject({
    id: john.mri,
    aadObjectId: john.aadObjectId,
    name: 'John Doe',
    email: john.mail,
    tenantId,
    userRole: 'user',
  });
  expect(byMri?.userPrincipalName).toContain('@');
});

test('the team tells its members, its name and its channels', async () => {
  const { channelId, teamId } = await teams.people();
  const megan = await teams.person('megan');
  const [paged, members, details, channels] = await inTurn(
    async (context) =>
      [
        await TeamsInfo.getPagedTeamMembers(context, channelId),
        await TeamsInfo.getTeamMembers(context, channelId),
        await TeamsInfo.getTeamDetails(context),
        await TeamsInfo.getTeamChannels(context),
      ] as const,
    { as: 'megan', text: '@Guestlist who', place: channelId },
  );
  const ids = paged.members.map((each) => each.aadObjectId);
  expect(ids).toContain(megan.aadObjectId);
  expect(members.map((each) => each.aadObjectId)).toEqual(ids);
  expect(details).toMatchObject({ id: channelId, name: 'Project X', aadGroupId: teamId });
  expect(channels.map(({ id }) => id)).toEqual([channelId]);
});

test('a guest is on the roster as a guest', async () => {
  const guest = teams.tenant.users
    .values()
    .find(
      (user) => user.userType === 'Guest' && user.externalUserState === 'Accepted' && user.mail,
    );
  const { teamId, channelId } = await teams.people();
  const { tenant, world } = teams;
  const at = world.clock.now().toISOString();
  const userId = guest?.id ?? '';
  world.store.write(() =>
    tenant.memberships.put(`${teamId}/${userId}`, { groupId: teamId, userId, from: 'team', at }),
  );
  const answer = await call('GET', `/conversations/${channelId}/members/${userId}`);
  expect(await answer.json()).toMatchObject({
    userRole: 'guest',
    id: mriOf(world.settings.botId, userId),
  });
});

test('a person is reached first in a chat that the bot opens, by object id or by MRI', async () => {
  const megan = await teams.person('megan');
  const opened = await openChat(megan.aadObjectId);
  expect(opened).toBe(megan.personalConversationId);
  expect(await openChat(megan.mri, { type: 'message', text: 'hello' })).toBe(opened);
  const log = await teams.messages(opened);
  expect(log.map(({ activity }) => activity.text)).toEqual(['hello']);
});

test('whom the app is not installed for cannot be reached, until it is', async () => {
  const person = withoutApp();
  await expect(openChat(person.id)).rejects.toMatchObject({
    statusCode: 403,
    code: 'BotNotInConversationRoster',
  });
  const app = ownApp(teams.tenant);
  if (app) installApp(teams.tenant, app, 'user', person.id);
  const chat = await openChat(person.id);
  const answer = await call('POST', activitiesOf(chat), { type: 'message', text: 'hello' });
  expect(answer.status).toBe(201);
});

test('a team without the bot refuses it', async () => {
  const { teamId } = await teams.people();
  const other = teams.tenant.teams.values().find(({ id }) => id !== teamId);
  const id = other?.generalChannelId ?? '';
  const post = await call('POST', activitiesOf(id), { type: 'message', text: 'hello' });
  expect([post.status, await codeOf(post)]).toEqual([403, 'BotNotInConversationRoster']);
  expect((await call('GET', `/teams/${id}`)).status).toBe(403);
});

test.each([
  ['POST', activitiesOf('a:1nobody'), 404, 'ConversationNotFound'],
  ['POST', activitiesOf('19:nothing@thread.tacv2'), 404, 'ConversationNotFound'],
  ['GET', '/conversations/a:1nobody/members', 404, 'ConversationNotFound'],
  ['GET', '/teams/19:nothing@thread.tacv2', 404, 'ConversationNotFound'],
  ['GET', '/conversations', 501, 'NotImplemented'],
  ['POST', '/batch/conversation/users', 501, 'NotImplemented'],
])('%s %s is answered with %i', async (method, path, status, code) => {
  const message = { type: 'message', text: 'hello' };
  const answer = await call(method, path, method === 'POST' ? message : undefined);
  expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
});

test('messages that are not there, not its own, empty or too big are refused', async () => {
  const { activityId } = await teams.say('john', 'hello');
  const activities = activitiesOf(await personalChatOf('john'));
  const message = { type: 'message', text: 'hello' };
  const refused = async (method: string, path: string, body?: unknown) => {
    const answer = await call(method, path, body);
    return [answer.status, await codeOf(answer)];
  };
  const missing = [404, 'ActivityNotFoundInConversation'];
  expect(await refused('PUT', `${activities}/1`, message)).toEqual(missing);
  expect(await refused('DELETE', `${activities}/1`)).toEqual(missing);
  const own = [403, 'NotEnoughPermissions'];
  expect(await refused('PUT', `${activities}/${activityId}`, message)).toEqual(own);
  const empty = { type: 'message', text: ' ' };
  expect(await refused('POST', activities, empty)).toEqual([400, 'BadSyntax']);
  expect(await refused('POST', activities, { type: 'event' })).toEqual([400, 'BadSyntax']);
  const big = { type: 'message', text: 'x'.repeat(29 * 1024) };
  expect(await refused('POST', activities, big)).toEqual([413, 'MessageSizeTooBig']);
  const thread = activitiesOf(`${(await teams.people()).channelId};messageid=1`);
  expect(await refused('POST', thread, message)).toEqual(missing);
});

test('a call without a token of the tenant for the connector is refused', async () => {
  const path = activitiesOf(await personalChatOf('john'));
  const message = { type: 'message', text: 'hello' };
  const foreign = await channelToken(teams.world, `${teams.origin}/`);
  for (const authorization of ['', 'Bearer nonsense', `Bearer ${foreign}`]) {
    expect((await call('POST', path, message, { authorization })).status).toBe(401);
  }
});

test('the eighth message within a second is too many, unless limits are off', async () => {
  const path = activitiesOf(await personalChatOf('john'));
  const send = () => call('POST', path, { type: 'message', text: 'hello' });
  // Slow refilling, so that a slow machine does not let the eighth through.
  teams.world.conditions.limits.scale = 0.001;
  const statuses: number[] = [];
  for (let count = 0; count < 7; count += 1) statuses.push((await send()).status);
  const limited = await send();
  expect(statuses).toEqual(Array(7).fill(201));
  expect([limited.status, await codeOf(limited)]).toEqual([429, 'Throttled']);
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);

  teams.world.conditions.limits.scale = 'off';
  expect((await send()).status).toBe(201);
});

test.each([
  [412, 'PreconditionFailed'],
  [429, 'Throttled'],
  [500, 'ServiceError'],
  [502, 'ServiceError'],
  [503, 'ServiceUnavailable'],
  [504, 'GatewayTimeout'],
])('a fault of the connector has its own form: %i is %s', async (status, code) => {
  teams.world.conditions.faults.start({ seed: 1, rules: [{ pathRegex: '^/v3/', status }] });
  const answer = await call('POST', activitiesOf(await personalChatOf('john')), {
    type: 'message',
    text: 'hello',
  });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({ error: { code, message: expect.any(String) } });
});

test('faults strike the connector, too, and a cut one may have been carried out', async () => {
  const chat = await personalChatOf('john');
  const send = () => call('POST', activitiesOf(chat), { type: 'message', text: 'hello' });
  const pathRegex = '^/v3/conversations/';
  const { faults } = teams.world.conditions;
  faults.start({ seed: 1, rules: [{ pathRegex, status: 503, retryAfter: 1, times: 1 }] });
  expect((await send()).status).toBe(503);
  expect(await teams.messages(chat)).toHaveLength(0);

  faults.start({ seed: 1, rules: [{ pathRegex, cut: 'after', times: 1 }] });
  await expect(send()).rejects.toThrow();
  expect(await teams.messages(chat)).toHaveLength(1);
  expect((await send()).status).toBe(201);
});

test('a roster is read page by page', async () => {
  const { channelId, teamId } = await teams.people();
  const { tenant, world } = teams;
  const at = world.clock.now().toISOString();
  const template = tenant.users.values()[0];
  if (!template) throw new Error('Nobody is there.');
  world.store.write(() => {
    for (let index = 0; index < 60; index += 1) {
      const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
      tenant.users.put(id, { ...template, id, key: null });
      const membership = { groupId: teamId, userId: id, from: 'team', at } as const;
      tenant.memberships.put(`${teamId}/${id}`, membership);
    }
  });
  type Page = { members: { id: string }[]; continuationToken?: string };
  const path = `/conversations/${encodeURIComponent(channelId)}/pagedmembers?pageSize=50`;
  const first = (await (await call('GET', path)).json()) as Page;
  expect(first.members).toHaveLength(50);
  const rest = await call('GET', `${path}&continuationToken=${first.continuationToken}`);
  const second = (await rest.json()) as Page;
  expect(second.continuationToken).toBeUndefined();
  const ids = [...first.members, ...second.members].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const details = (await (await call('GET', `/teams/${teamId}`)).json()) as { memberCount: number };
  expect(details.memberCount).toBe(ids.length);
});
