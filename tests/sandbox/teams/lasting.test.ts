import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { openBotLine } from '../../../src/sandbox/teams/bot-line.ts';
import { ownApp } from '../../../src/sandbox/teams/installations.ts';
import { installApp } from '../../../src/sandbox/tenant/install-app.ts';
import { resetWoodgrove } from '../../../src/sandbox/tenant/seed/woodgrove.ts';
import { eventually, type GivenTeams, givenTeams } from './given-teams.ts';

let teams: GivenTeams;
afterEach(() => teams.close());

test('what is said while the bot is down stands in the chat, and is not sent again', async () => {
  teams = await givenTeams({ botUp: false });
  const said = await teams.say('john', 'hello');
  expect(said.botStatus).toBe(0);
  const { personalConversationId } = await teams.person('john');
  const [posted] = await teams.messages(personalConversationId ?? '');
  expect(posted).toMatchObject({ op: 'post', delivered: false, activity: { text: 'hello' } });

  await teams.bot.comeUp();
  await eventually(() => teams.bot.received.length > 0);
  await teams.say('john', 'again');
  const texts = teams.bot.received
    .filter(({ type }) => type === 'message')
    .map((each) => each.text);
  expect(texts).toEqual(['again']);
});

test('a bot that comes up later is told where it was added, once', async () => {
  teams = await givenTeams({ botUp: false });
  const { channelId } = await teams.people();
  await teams.bot.comeUp();
  const inChannel = () =>
    teams.bot.received.filter(({ conversation }) => conversation.id === channelId);
  await eventually(() => inChannel().length === 2);
  await eventually(() => teams.world.store.table('teams/outgoing').size === 0);

  teams = await teams.reopen();
  await teams.say('john', 'hello');
  expect(inChannel().map(({ type }) => type)).toEqual(['installationUpdate', 'conversationUpdate']);
});

test('messages survive the end of the process, and their ids are not given again', async () => {
  teams = await givenTeams();
  const first = await teams.say('john', 'hello');
  const { personalConversationId } = await teams.person('john');
  const before = await teams.messages(personalConversationId ?? '');
  await teams.post('/_sandbox/delete', { as: 'john', activityId: first.activityId });
  teams = await teams.reopen();

  const after = await teams.messages(personalConversationId ?? '');
  expect(after.slice(0, 1)).toEqual(before);
  expect(after.map(({ op }) => op)).toEqual(['post', 'delete']);
  expect((await teams.say('john', 'again')).activityId).not.toBe(first.activityId);
});

test('an unknown conversation has no messages', async () => {
  teams = await givenTeams();
  expect(await teams.messages('19:nothing@thread.tacv2')).toEqual([]);
});

test('after a reset the bot is told anew where it is, once it has emptied its own data', async () => {
  teams = await givenTeams();
  await teams.say('john', 'hello');
  const { personalConversationId } = await teams.person('john');
  const before = teams.bot.received.length;
  resetWoodgrove(teams.tenant);
  expect(await teams.messages(personalConversationId ?? '')).toEqual([]);

  await teams.say('john', 'again');
  expect(teams.bot.followed).toEqual([before]);
  const since = teams.bot.received.slice(before);
  const johns = since.filter(({ conversation }) => conversation.id === personalConversationId);
  expect(johns.map(({ type }) => type)).toEqual([
    'installationUpdate',
    'conversationUpdate',
    'message',
  ]);
});

test('a bot that is removed from a team is told so, is not let in, and can come back', async () => {
  teams = await givenTeams();
  const { tenant, world } = teams;
  const { channelId, teamId } = await teams.people();
  const [installation] = tenant.installations.find('scope', teamId);
  if (!installation) throw new Error('The bot is not in the team.');
  world.store.write(() => tenant.installations.delete(installation.id));
  tenant.events.emit('uninstalled', installation);
  const gone = await eventually(() => teams.bot.received.find((each) => each.action === 'remove'));
  expect(gone).toMatchObject({ type: 'installationUpdate', conversation: { id: channelId } });
  await eventually(() => teams.bot.received.find((each) => each.membersRemoved?.length === 1));
  expect((await teams.say('john', '@Guestlist help', channelId)).botStatus).toBe(204);

  const before = teams.bot.received.length;
  const app = ownApp(tenant);
  if (app) installApp(tenant, app, 'team', teamId);
  await eventually(() => teams.bot.received.slice(before).find((each) => each.action === 'add'));
  expect((await teams.say('john', '@Guestlist help', channelId)).botStatus).toBe(200);
});

test('a bot that lets Teams wait too long is given up, which is not the same as being down', async () => {
  teams = await givenTeams();
  teams.bot.answers(() => wait(1000));
  const { id, channelId } = { id: '1', channelId: 'msteams' };
  const { serviceUrl, bot, tenantId } = await teams.people();
  const john = await teams.person('john');
  const line = openBotLine(teams.world, 300);
  const answer = await line.send({
    type: 'message',
    id,
    channelId,
    serviceUrl,
    text: 'hello',
    from: { id: john.mri, aadObjectId: john.aadObjectId },
    recipient: bot,
    conversation: { id: john.personalConversationId ?? '' },
    channelData: { tenant: { id: tenantId } },
  });
  expect(answer.status).toBe(504);
});
