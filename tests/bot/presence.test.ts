import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BotDeps, OurTurn } from '../../src/bot/deps.ts';
import { notePresence } from '../../src/bot/presence.ts';
import { personalConversation } from '../../src/db/conversations.ts';
import type { Database } from '../../src/db/types.ts';
import { givenDatabase } from '../support/database.ts';
import { givenRequests } from '../support/given-requests.ts';
import { givenBot, givenTurn } from '../support/given-turn.ts';

let database: Database;
let bot: BotDeps;
beforeAll(async () => {
  database = await givenDatabase();
  bot = givenBot((await givenRequests(database.db)).deps);
});
afterAll(() => database.close());

/** Something of this person's in Megan's 1:1 chat. */
function inMegansChat(actorId: string, locale: string): OurTurn {
  const chat = { conversationId: 'a:megan', serviceUrl: 'https://teams.test/' };
  return givenTurn(bot, actorId, { locale, chat, replyToId: 'her-card' });
}

test('a press on a card that was forwarded from a chat does not make that chat the presser’s', async () => {
  await notePresence({ type: 'message' }, inMegansChat('megan', 'en-GB'));
  await notePresence({ type: 'invoke' }, inMegansChat('adele', 'fr-FR'));
  expect(await personalConversation(database.db, 'megan')).toMatchObject({ locale: 'en-GB' });
  expect(await personalConversation(database.db, 'adele')).toBeNull();
});

test('a chat that the bot was taken out of is known again once somebody writes there', async () => {
  await notePresence({ type: 'message' }, inMegansChat('megan', 'en-GB'));
  const removed = { type: 'installationUpdate', action: 'remove' };
  await notePresence(removed, inMegansChat('megan', 'en-GB'));
  expect(await personalConversation(database.db, 'megan')).toBeNull();
  await notePresence({ type: 'message' }, inMegansChat('megan', 'en-GB'));
  expect(await personalConversation(database.db, 'megan')).not.toBeNull();
});

test('a language that changed is kept, and so is one that changed back', async () => {
  for (const locale of ['fr-FR', 'nl-NL', 'fr-FR']) {
    await notePresence({ type: 'message' }, inMegansChat('megan', locale));
    expect(await personalConversation(database.db, 'megan')).toMatchObject({ locale });
  }
});
