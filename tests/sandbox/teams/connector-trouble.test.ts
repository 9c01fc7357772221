import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type GivenTeams, givenTeams } from './given-teams.ts';
import { activitiesOf, call, codeOf, personalChatOf } from './support/connector.ts';

let teams: GivenTeams;
beforeEach(async () => {
  teams = await givenTeams();
});
afterEach(() => teams.close());

test('the eighth message within a second is too many, unless limits are off', async () => {
  const path = activitiesOf(await personalChatOf(teams, 'john'));
  const send = () => call(teams, 'POST', path, { type: 'message', text: 'hello' });
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
  const answer = await call(teams, 'POST', activitiesOf(await personalChatOf(teams, 'john')), {
    type: 'message',
    text: 'hello',
  });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toEqual({ error: { code, message: expect.any(String) } });
});

test('faults strike the connector, too, and a cut one may have been carried out', async () => {
  const chat = await personalChatOf(teams, 'john');
  const send = () => call(teams, 'POST', activitiesOf(chat), { type: 'message', text: 'hello' });
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
