import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { TurnContext } from 'botbuilder';
import { createAdapter } from '../../src/bot/adapter.ts';
import { say } from '../../src/bot/answer.ts';
import { createChatPacer } from '../../src/bot/chat-limits.ts';
import { limitOf, paceTurn } from '../../src/bot/chat-pace.ts';
import { createNotifier } from '../../src/bot/notifier.ts';
import { LeaseLost, underLease } from '../../src/lease.ts';
import { type Ledger, memoryLedger } from '../../src/pace/ledger.ts';
import { machineTimer, type Timer } from '../../src/pace/timer.ts';
import type { Notifier } from '../../src/requests/ports.ts';
import { type GivenTeams, givenTeams } from '../sandbox/teams/given-teams.ts';
import { manualTimer } from '../support/manual-timer.ts';
import { publishedChatLimits } from './support/chat-limits.ts';

let teams: GivenTeams;
let refused: number;
let conversationId: string;
beforeEach(async () => {
  teams = await givenTeams();
  refused = 0;
  const { limits } = teams.world.conditions;
  const take = limits.take.bind(limits);
  limits.take = (draws) => {
    const passage = take(draws);
    if (!passage.passes) refused += 1;
    return passage;
  };
  conversationId = (await teams.person('john')).personalConversationId ?? '';
});
afterEach(() => teams.close());

const pacerOn = (ledger: Ledger, timer: Timer = machineTimer) =>
  createChatPacer(publishedChatLimits, ledger, timer);

/** What an instance sends with, on the limits it shares. */
function notifierOn(ledger: Ledger, timer: Timer = machineTimer): Notifier {
  const { botId, botSecret, tenantId } = teams.world.settings;
  const proof = { kind: 'secret', secret: botSecret } as const;
  const identity = { tenantId, clientId: botId, authority: teams.origin, proof };
  const channel = { channelAuth: 'none', channelMetadataUrl: null } as const;
  return createNotifier({
    adapter: createAdapter({ identity, ...channel }),
    botId,
    tenantId,
    chats: {
      personal: async () => null,
      channel: async () => null,
      latestServiceUrl: async () => teams.origin,
      rememberPersonal: async () => undefined,
    },
    apps: { installForPerson: async () => undefined, installInTeam: async () => undefined },
    pacer: pacerOn(ledger, timer),
    defaultServiceUrl: teams.origin,
  });
}

const chat = () => ({ conversationId, serviceUrl: teams.origin });

test('thirty cards of two instances come into one chat, and Teams refuses none', async () => {
  const ledger = memoryLedger(machineTimer);
  const notifiers = [notifierOn(ledger), notifierOn(ledger)];
  await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      notifiers[index % 2]?.post(chat(), { text: `Card ${index}` }),
    ),
  );
  const posts = (await teams.messages(conversationId)).filter(({ op }) => op === 'post');
  expect(posts.filter(({ activity }) => activity.text?.startsWith('Card'))).toHaveLength(30);
  expect(refused).toBe(0);
});

test('a job that would wait for long gives way, and is told for how long', async () => {
  const notifier = notifierOn(memoryLedger(machineTimer));
  const posts = Array.from({ length: 120 }, () =>
    notifier.post(chat(), { text: 'x' }).then(
      () => null,
      (error: unknown) => error,
    ),
  );
  const outcomes = await Promise.all(posts);
  expect(outcomes).toContainEqual(expect.objectContaining({ code: 'throttled' }));
  expect(outcomes).toContain(null);
  expect(refused).toBe(0);
});

test('what a turn says goes at once, and a job’s message waits for it', async () => {
  const ledger = memoryLedger(machineTimer);
  const other = pacerOn(ledger);
  for (let card = 0; card < 8; card += 1) other.charge(limitOf('chat', chat()));
  await other.close();
  // By a time that stands still: whoever waited would wait for ever.
  const pacer = pacerOn(ledger, manualTimer());
  let said = 0;
  teams.bot.answers(async (context: TurnContext) => {
    if (context.activity.type !== 'message') return;
    paceTurn(context, pacer);
    for (let message = 0; message < 6; message += 1) {
      await say(context, { text: 'said' });
      said += 1;
    }
  });
  await teams.say('john', 'hello');
  expect(said).toBe(6);
  await pacer.close();

  const notifier = notifierOn(ledger);
  for (let card = 0; card < 4; card += 1) await notifier.post(chat(), { text: 'Card' });
  expect(refused).toBe(0);
});

test('a chat in which Teams has stopped one instance is left alone by the others', async () => {
  const timer = manualTimer();
  const ledger = memoryLedger(timer);
  const rule = { method: 'POST', pathRegex: '/activities', times: 1, status: 429, retryAfter: 2 };
  teams.world.conditions.faults.start({ seed: 1, rules: [rule] });
  const [one, other] = [notifierOn(ledger, timer), notifierOn(ledger, timer)];
  await expect(one.post(chat(), { text: 'first' })).rejects.toMatchObject({
    code: 'throttled',
    params: { retryAfterMs: 2_000 },
  });
  let isThere = false;
  const posted = other.post(chat(), { text: 'second' }).then(() => {
    isThere = true;
  });
  await timer.advance(1_900);
  // Long enough for a message that did not wait.
  await wait(200);
  expect(isThere).toBe(false);
  await timer.advance(200);
  await posted;
});

test('a job that somebody else has taken over opens no chat any more', async () => {
  const { faults } = teams.world.conditions;
  // Never strikes: it counts how often a chat was to be opened.
  const opening = { method: 'POST', pathRegex: '/v3/conversations$', share: 0, status: 500 };
  faults.start({ seed: 1, rules: [opening] });
  const notifier = notifierOn(memoryLedger(machineTimer));
  const { aadObjectId } = await teams.person('john');
  const open = () => notifier.personalChat(aadObjectId);
  const lost = () => Promise.reject(new LeaseLost());
  await expect(underLease(lost, open)).rejects.toThrow(LeaseLost);
  expect(faults.counts()).toMatchObject([{ met: 0 }]);
  expect(await open()).toEqual(chat());
  expect(faults.counts()).toMatchObject([{ met: 1 }]);
});
