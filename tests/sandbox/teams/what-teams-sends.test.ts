import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Activity } from 'botbuilder';
import { addMembers } from '../../../src/sandbox/tenant/membership.ts';
import { eventually, type GivenTeams, givenTeams } from './given-teams.ts';
import { pathsOf, shapes } from './shapes.ts';

let teams: GivenTeams;
beforeEach(async () => {
  teams = await givenTeams();
});
afterEach(() => teams.close());

/** The activity as it travelled: the SDK adds its own fields and reads times. */
function sent(activity: Activity | undefined): object {
  const own = ['rawTimestamp', 'rawLocalTimestamp', 'callerId'];
  return Object.fromEntries(Object.entries(activity ?? {}).filter(([key]) => !own.includes(key)));
}

function last(type: string): Activity | undefined {
  return teams.bot.received.findLast((each) => each.type === type);
}

const inConversation = (id: string, type: string) => (each: Activity) =>
  each.conversation.id === id && each.type === type;

async function cardFor(as: string): Promise<string> {
  teams.bot.answers((context) => context.sendActivity('a card'));
  await teams.say(as, 'hello');
  teams.bot.answers(async () => {});
  const { personalConversationId } = await teams.person(as);
  const posted = await teams.messages(personalConversationId ?? '');
  return posted.at(-1)?.activityId ?? '';
}

test('a 1:1 message is plain text in the shape of Teams', async () => {
  const said = await teams.say('john', 'invite sam@gmail.com to Project X');
  expect(said.botStatus).toBe(200);
  const john = await teams.person('john');
  const message = last('message');
  expect(pathsOf(sent(message))).toEqual(shapes.personalMessage);
  expect(message).toMatchObject({
    id: said.activityId,
    text: 'invite sam@gmail.com to Project X',
    from: { id: john.mri, aadObjectId: john.aadObjectId, name: 'John Doe' },
    conversation: { id: john.personalConversationId, conversationType: 'personal' },
    serviceUrl: `${teams.origin}/`,
  });
  expect(said.activityId).toMatch(/^\d{13}$/);
});

test('in the channel the bot hears what mentions it, on a thread of its own', async () => {
  const { channelId, bot } = await teams.people();
  const { activityId } = await teams.say('john', '@Guestlist invite sam@gmail.com', channelId);
  const message = last('message');
  expect(pathsOf(sent(message))).toEqual(shapes.channelMessage);
  expect(message).toMatchObject({
    text: '<at>Guestlist</at>\u00a0invite sam@gmail.com',
    conversation: {
      id: `${channelId};messageid=${activityId}`,
      conversationType: 'channel',
      isGroup: true,
    },
    channelData: { channel: { id: channelId }, team: { id: channelId } },
    recipient: bot,
  });
  expect(message?.attachments?.[0]?.content).toContain('<a href="mailto:sam@gmail.com"');
  expect(message?.attachments?.[0]?.content).toContain('</span>&nbsp;invite');
});

test('an answer in a thread stays in it', async () => {
  const { channelId } = await teams.people();
  const first = await teams.say('john', '@Guestlist help', channelId);
  const thread = `${channelId};messageid=${first.activityId}`;
  await teams.say('megan', '@Guestlist thanks', thread);
  expect(last('message')?.conversation.id).toBe(thread);
  await teams.say('megan', '@Guestlist something else', channelId);
  expect(await teams.messages(thread)).toHaveLength(2);
  expect(await teams.messages(channelId)).toHaveLength(3);
});

test('what does not mention the bot stands in the channel and reaches nobody but people', async () => {
  const { channelId, groupChatId } = await teams.people();
  for (const place of [channelId, groupChatId]) {
    const said = await teams.say('john', 'lunch?', place);
    expect(said.botStatus).toBe(204);
    const [posted] = await teams.messages(place);
    expect(posted).toMatchObject({ op: 'post', activity: { text: 'lunch?' } });
  }
  expect(last('message')).toBeUndefined();
});

test('in the group chat a mention reaches the bot', async () => {
  const { groupChatId } = await teams.people();
  await teams.say('adele', '@Guestlist help', groupChatId);
  expect(pathsOf(sent(last('message')))).toEqual(shapes.groupChatMessage);
  expect(last('message')?.conversation).toMatchObject({
    id: groupChatId,
    conversationType: 'groupChat',
  });
});

test('a file reaches the bot in a 1:1 chat, and can be downloaded by its link alone', async () => {
  const files = [{ name: 'guests.csv', base64: Buffer.from('a@b.com').toString('base64') }];
  await teams.post('/_sandbox/say', { as: 'john', text: 'these', files });
  const message = last('message');
  expect(pathsOf(sent(message))).toEqual(shapes.personalMessageWithFile);
  const [info] = message?.attachments ?? [];
  expect(info).toMatchObject({ name: 'guests.csv', content: { fileType: 'csv' } });
  const downloadUrl: string = info?.content.downloadUrl;
  expect(await (await fetch(downloadUrl)).text()).toBe('a@b.com');
  expect((await fetch(downloadUrl.replace(/tempauth=.*/, 'tempauth=x'))).status).toBe(404);
});

test('a file given in the channel is kept from the bot', async () => {
  const { channelId } = await teams.people();
  const files = [{ name: 'guests.csv', base64: '' }];
  const text = '@Guestlist these';
  await teams.post('/_sandbox/say', { as: 'john', text, files, conversationId: channelId });
  expect(last('message')?.attachments?.map((each) => each.contentType)).toEqual(['text/html']);
});

test('an uploaded file gets the links of an attachment', async () => {
  const upload = await fetch(`${teams.origin}/_sandbox/files?name=Guests%20list.CSV`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: 'Email\nsam@gmail.com',
  });
  const info = (await upload.json()) as { downloadUrl: string; contentUrl: string };
  expect(info).toMatchObject({ fileType: 'csv', uniqueId: expect.any(String) });
  expect(info.contentUrl).toContain('/Guests%20list.CSV');
  expect(await (await fetch(info.downloadUrl)).text()).toBe('Email\nsam@gmail.com');
});

test('a press is the invoke of Teams, and brings the answer back as it came', async () => {
  const activityId = await cardFor('john');
  const data = { requestId: 'k7m2p9qa' };
  const pressed = await teams.press('john', activityId, 'request.cancel', data);
  expect(pressed).toEqual({
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: {} },
  });
  const invoke = last('invoke');
  expect(pathsOf(sent(invoke))).toEqual(shapes.execute);
  expect(invoke).toMatchObject({
    name: 'adaptiveCard/action',
    replyToId: activityId,
    value: {
      action: { type: 'Action.Execute', verb: 'request.cancel', data },
      trigger: 'manual',
    },
  });
});

test('a refresh says that nobody pressed', async () => {
  const activityId = await cardFor('john');
  const verb = 'request.refresh';
  const wish = { as: 'john', activityId, verb, data: {}, trigger: 'automatic' };
  await teams.post('/_sandbox/press', wish);
  expect(last('invoke')?.value).toMatchObject({ trigger: 'automatic' });
});

test('somebody can press a card that he was never sent, as a forwarded one', async () => {
  const activityId = await cardFor('john');
  const megan = await teams.person('megan');
  await teams.press('megan', activityId, 'request.approve', { requestId: 'k7m2p9qa' });
  expect(last('invoke')?.from.aadObjectId).toBe(megan.aadObjectId);
});

test('a press on a card that is not there is refused', async () => {
  await expect(teams.press('john', '1', 'request.cancel')).rejects.toThrow('404');
});

test('Action.Submit is a message with a value that nobody sees', async () => {
  const activityId = await cardFor('john');
  const { personalConversationId } = await teams.person('john');
  const before = await teams.messages(personalConversationId ?? '');
  await teams.post('/_sandbox/submit', { as: 'john', activityId, data: { choice: 'a' } });
  expect(pathsOf(sent(last('message')))).toEqual(shapes.submit);
  expect(last('message')).toMatchObject({ value: { choice: 'a' }, replyToId: activityId });
  expect(await teams.messages(personalConversationId ?? '')).toEqual(before);
});

test('imBack says its words for the person, messageBack shows some and sends others', async () => {
  const activityId = await cardFor('john');
  const { personalConversationId } = await teams.person('john');
  const submit = (msteams: object) =>
    teams.post('/_sandbox/submit', { as: 'john', activityId, data: { msteams } });
  const shown = async () =>
    (await teams.messages(personalConversationId ?? '')).at(-1)?.activity.text;

  await submit({ type: 'imBack', value: 'my requests' });
  expect(last('message')?.text).toBe('my requests');
  expect(await shown()).toBe('my requests');

  await submit({ type: 'messageBack', displayText: 'Yes', text: 'yes', value: { sure: true } });
  expect(last('message')).toMatchObject({ text: 'yes', value: { sure: true } });
  expect(await shown()).toBe('Yes');

  await expect(submit({ type: 'task/fetch' })).rejects.toThrow('501');
});

test('an edited message reaches the bot as messageUpdate, a deleted one as messageDelete', async () => {
  const { activityId } = await teams.say('john', 'invte sam@gmail.com');
  const { personalConversationId } = await teams.person('john');
  await teams.post('/_sandbox/edit', { as: 'john', activityId, text: 'invite sam@gmail.com' });
  expect(pathsOf(sent(last('messageUpdate')))).toEqual(shapes.edited);
  expect(last('messageUpdate')).toMatchObject({
    id: activityId,
    text: 'invite sam@gmail.com',
    channelData: { eventType: 'editMessage' },
  });
  await teams.post('/_sandbox/delete', { as: 'john', activityId });
  expect(pathsOf(sent(last('messageDelete')))).toEqual(shapes.deleted);
  const log = await teams.messages(personalConversationId ?? '');
  expect(log.map(({ op }) => op)).toEqual(['post', 'update', 'delete']);
});

test('nobody edits what somebody else wrote', async () => {
  const { channelId } = await teams.people();
  const { activityId } = await teams.say('john', 'hello', channelId);
  const change = { as: 'megan', activityId, text: 'bye' };
  await expect(teams.post('/_sandbox/edit', change)).rejects.toThrow('403');
  await expect(teams.post('/_sandbox/delete', change)).rejects.toThrow('403');
});

test('the bot is told where it was added: to a person, the team, the group chat', async () => {
  const { channelId, teamId, groupChatId } = await teams.people();
  const john = await teams.person('john');
  const personal = john.personalConversationId ?? '';
  const told = (id: string, type: string) =>
    eventually(() => teams.bot.received.find(inConversation(id, type)));

  expect(pathsOf(sent(await told(personal, 'installationUpdate')))).toEqual(
    shapes.installedPersonal,
  );
  const added = await told(personal, 'conversationUpdate');
  expect(pathsOf(sent(added))).toEqual(shapes.addedPersonal);
  expect(added.from.aadObjectId).toBe(john.aadObjectId);

  expect(pathsOf(sent(await told(channelId, 'installationUpdate')))).toEqual(shapes.installedTeam);
  const addedToTeam = await told(channelId, 'conversationUpdate');
  expect(pathsOf(sent(addedToTeam))).toEqual(shapes.addedTeam);
  expect(addedToTeam.channelData).toMatchObject({
    eventType: 'teamMemberAdded',
    team: { aadGroupId: teamId, name: 'Project X', id: channelId },
  });
  await told(groupChatId, 'conversationUpdate');
});

test('the bot is told of a guest who joins a team where it is', async () => {
  const { channelId, teamId } = await teams.people();
  const type = 'conversationUpdate';
  await eventually(() => teams.bot.received.find(inConversation(channelId, type)));
  const guest = teams.tenant.users.values().find((user) => user.userType === 'Guest');
  addMembers(teams.tenant, teamId, [guest?.id ?? ''], 'team');
  const isIt = (each: Activity) => each.membersAdded?.[0]?.aadObjectId === guest?.id;
  const event = await eventually(() => teams.bot.received.find(isIt));
  expect(pathsOf(sent(event))).toEqual(shapes.memberAdded);
});

test('whom the group has taken in, the bot meets when Teams shows him', async () => {
  const { channelId, teamId } = await teams.people();
  const type = 'conversationUpdate';
  await eventually(() => teams.bot.received.find(inConversation(channelId, type)));
  teams.world.store.write(() => teams.tenant.switches.change({ rosterDelayMinutes: 120 }));
  const guest = teams.tenant.users.values().find((user) => user.userType === 'Guest');
  addMembers(teams.tenant, teamId, [guest?.id ?? ''], 'group');
  await teams.say('john', 'hello');
  const isIt = (each: Activity) => each.membersAdded?.[0]?.aadObjectId === guest?.id;
  expect(teams.bot.received.some(isIt)).toBe(false);

  teams.world.clock.moveTo(new Date(teams.world.clock.now().getTime() + 3 * 3_600_000));
  teams.world.changes.tell('clock');
  await eventually(() => teams.bot.received.find(isIt));
});
