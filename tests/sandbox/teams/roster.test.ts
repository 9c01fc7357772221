import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { TeamsInfo } from 'botbuilder';
import { mriOf } from '../../../src/sandbox/teams/ids.ts';
import { type GivenTeams, givenTeams } from './given-teams.ts';
import { call, inTurn } from './support/connector.ts';

let teams: GivenTeams;
beforeEach(async () => {
  teams = await givenTeams();
});
afterEach(() => teams.close());

test('the roster names people with what policy needs to know', async () => {
  const john = await teams.person('john');
  const { tenantId } = teams.world.settings;
  const [byMri, byObjectId] = await inTurn(teams, async (context) => [
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
    teams,
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
  const answer = await call(teams, 'GET', `/conversations/${channelId}/members/${userId}`);
  expect(await answer.json()).toMatchObject({
    userRole: 'guest',
    id: mriOf(world.settings.botId, userId),
  });
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
  const first = (await (await call(teams, 'GET', path)).json()) as Page;
  expect(first.members).toHaveLength(50);
  const rest = await call(teams, 'GET', `${path}&continuationToken=${first.continuationToken}`);
  const second = (await rest.json()) as Page;
  expect(second.continuationToken).toBeUndefined();
  const ids = [...first.members, ...second.members].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const details = (await (await call(teams, 'GET', `/teams/${teamId}`)).json()) as {
    memberCount: number;
  };
  expect(details.memberCount).toBe(ids.length);
});
