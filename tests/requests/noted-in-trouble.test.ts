import { expect, test } from '@jest/globals';
import type { TurnContext } from 'botbuilder';
import { sayAnswer } from '../../src/bot/answer.ts';
import { sentCardsOf } from '../../src/db/sent-cards.ts';
import { notifyApprovers } from '../../src/requests/notify-approvers.ts';
import { showFirstCard } from '../../src/requests/show-first-card.ts';
import { messagesIn } from '../support/company/notifier.ts';
import { ask, type Given, started } from '../support/given-requests.ts';
import { givenBot, givenTurn } from '../support/given-turn.ts';
import { troubled } from '../support/trouble.ts';
import { withCompany } from '../support/with-company.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

/** The operations on a database that is in trouble for a while as soon as Teams has taken a message. */
function givenTrouble() {
  const trouble = troubled(given.deps.db);
  const { notifier } = given.deps;
  const post: typeof notifier.post = async (...message) => {
    const posted = await notifier.post(...message);
    trouble.begin(2);
    return posted;
  };
  return { trouble, deps: { ...given.deps, db: trouble.db, notifier: { ...notifier, post } } };
}

const kept = async (id: string) =>
  (await sentCardsOf(given.deps.db, id)).map(({ activityId }) => activityId);

test.each([
  ['an approver', 'chat-megan', notifyApprovers],
  ['the requester', 'chat-john', showFirstCard],
])(
  'a card for %s that Teams has taken is noted as soon as it can be, and not sent again',
  async (_, chat, send) => {
    const view = started(await ask(given.deps, 'john'));
    const { trouble, deps } = givenTrouble();
    await send(deps, view.id);
    expect(trouble.left()).toBe(0);
    await send(deps, view.id);
    const posted = messagesIn(given.company, chat);
    expect(posted).toHaveLength(1);
    expect(await kept(view.id)).toEqual(posted.map(({ activityId }) => activityId));
  },
);

test('the card of a turn is noted as soon as it can be', async () => {
  const view = started(await ask(given.deps, 'john'));
  const trouble = troubled(given.deps.db);
  const bot = givenBot({ ...given.deps, db: trouble.db });
  const said: unknown[] = [];
  const sendActivity = async (message: unknown) => {
    said.push(message);
    trouble.begin(2);
    return { id: 'a1' };
  };
  const context = { sendActivity } as unknown as TurnContext;
  await sayAnswer(context, givenTurn(bot, 'john'), { kind: 'request', view });
  expect(said).toHaveLength(1);
  expect(await kept(view.id)).toEqual(['a1']);
});
