import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Activity, CardFactory, MessageFactory, TeamsInfo } from 'botbuilder';
import { channelToken } from '../../../src/sandbox/login/index.ts';
import { ownApp } from '../../../src/sandbox/teams/installations.ts';
import { installApp } from '../../../src/sandbox/tenant/install-app.ts';
import { type GivenTeams, givenTeams } from './given-teams.ts';
import {
  activitiesOf,
  call,
  codeOf,
  inTurn,
  openChat,
  personalChatOf,
  withoutApp,
} from './support/connector.ts';

let teams: GivenTeams;
beforeEach(async () => {
  teams = await givenTeams();
});
afterEach(() => teams.close());

test('the bot answers, changes its answer and takes it back', async () => {
  await inTurn(teams, async (context) => {
    const card = CardFactory.adaptiveCard({ type: 'AdaptiveCard', version: '1.5', body: [] });
    const sent = await context.sendActivity({ attachments: [card] });
    await context.updateActivity({ ...MessageFactory.text('changed'), id: sent?.id ?? '' });
    await context.deleteActivity(sent?.id ?? '');
  });
  const log = await teams.messages(await personalChatOf(teams, 'john'));
  expect(log.map(({ op }) => op)).toEqual(['post', 'post', 'update', 'delete']);
  expect(log[1]?.activity).toMatchObject({
    from: (await teams.people()).bot,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive' }],
  });
  expect(log[2]?.activity.text).toBe('changed');
  expect(log[2]?.activity.attachments).toBeUndefined();
});

test('typing is shown and not kept', async () => {
  await inTurn(teams, (context) => context.sendActivity({ type: 'typing' }));
  const john = await personalChatOf(teams, 'john');
  expect(teams.told).toContainEqual(['typing', john]);
  expect(await teams.messages(john)).toHaveLength(1);
});

test('in the channel the bot answers in the thread, and opens one of its own', async () => {
  const { channelId } = await teams.people();
  const { botId } = teams.world.settings;
  const [reference, activityId] = await inTurn(
    teams,
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

test('a person is reached first in a chat that the bot opens, by object id or by MRI', async () => {
  const megan = await teams.person('megan');
  const opened = await openChat(teams, megan.aadObjectId);
  expect(opened).toBe(megan.personalConversationId);
  expect(await openChat(teams, megan.mri, { type: 'message', text: 'hello' })).toBe(opened);
  const log = await teams.messages(opened);
  expect(log.map(({ activity }) => activity.text)).toEqual(['hello']);
});

test('whom the app is not installed for cannot be reached, until it is', async () => {
  const person = withoutApp(teams);
  await expect(openChat(teams, person.id)).rejects.toMatchObject({
    statusCode: 403,
    code: 'BotNotInConversationRoster',
  });
  const app = ownApp(teams.tenant);
  if (app) installApp(teams.tenant, app, 'user', person.id);
  const chat = await openChat(teams, person.id);
  const answer = await call(teams, 'POST', activitiesOf(chat), { type: 'message', text: 'hello' });
  expect(answer.status).toBe(201);
});

test('a team without the bot refuses it', async () => {
  const { teamId } = await teams.people();
  const other = teams.tenant.teams.values().find(({ id }) => id !== teamId);
  const id = other?.generalChannelId ?? '';
  const post = await call(teams, 'POST', activitiesOf(id), { type: 'message', text: 'hello' });
  expect([post.status, await codeOf(post)]).toEqual([403, 'BotNotInConversationRoster']);
  expect((await call(teams, 'GET', `/teams/${id}`)).status).toBe(403);
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
  const answer = await call(teams, method, path, method === 'POST' ? message : undefined);
  expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
});

test('messages that are not there, not its own, empty or too big are refused', async () => {
  const { activityId } = await teams.say('john', 'hello');
  const activities = activitiesOf(await personalChatOf(teams, 'john'));
  const message = { type: 'message', text: 'hello' };
  const refused = async (method: string, path: string, body?: unknown) => {
    const answer = await call(teams, method, path, body);
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
  const path = activitiesOf(await personalChatOf(teams, 'john'));
  const message = { type: 'message', text: 'hello' };
  const foreign = await channelToken(teams.world, `${teams.origin}/`);
  for (const authorization of ['', 'Bearer nonsense', `Bearer ${foreign}`]) {
    expect((await call(teams, 'POST', path, message, { authorization })).status).toBe(401);
  }
});
