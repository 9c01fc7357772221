import { expect, test } from '@jest/globals';
import type { TurnContext } from 'botbuilder';
import { answerInvoke } from '../../src/bot/answer-invoke.ts';
import type { BotDeps } from '../../src/bot/deps.ts';
import { requireView } from '../../src/requests/view-request.ts';
import { ask, type Given, started } from '../support/given-requests.ts';
import { givenBot, givenTurn } from '../support/given-turn.ts';
import { withCompany } from '../support/with-company.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

const locked = Object.assign(new Error('canceling statement due to lock timeout'), {
  code: '55P03',
});

/** A bot whose database cannot note what was answered. */
function forgetful(): BotDeps {
  return { ...givenBot(given.deps), claimNotice: () => Promise.reject(locked) };
}

/** A press of this person's, with what was answered. */
async function pressed(bot: BotDeps, actorId: string, verb: string, data: object) {
  const answers: unknown[] = [];
  const context = {
    activity: { type: 'invoke' },
    sendActivity: async ({ value }: { value: { body: unknown } }) => {
      answers.push(value.body);
    },
  } as unknown as TurnContext;
  const turn = givenTurn(bot, actorId, { activityId: 'press' });
  const outcome = await answerInvoke(context, turn, { action: { verb, data: { ...data } } });
  return { outcome, answers };
}

test('an approval that counted is answered with the card, also where the answer cannot be noted', async () => {
  const { id } = started(await ask(given.deps, 'john'));
  const { outcome, answers } = await pressed(forgetful(), 'megan', 'request.approve', {
    requestId: id,
  });
  expect((await requireView(given.deps, given.deps.db, id)).status).toBe('working');
  expect(outcome).toBe('ok');
  expect(answers).toMatchObject([{ type: 'application/vnd.microsoft.card.adaptive' }]);
});

test('a press that may not count is refused by name, also where the answer cannot be noted', async () => {
  const { id } = started(await ask(given.deps, 'john'));
  const { outcome, answers } = await pressed(forgetful(), 'adele', 'request.approve', {
    requestId: id,
  });
  expect(outcome).toBe('refused');
  expect(answers).toMatchObject([
    { value: expect.stringContaining('This request is not yours to act on.') },
  ]);
});
