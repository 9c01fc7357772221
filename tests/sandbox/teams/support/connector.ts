import { expect } from '@jest/globals';
import type { Activity, ConversationParameters, TurnContext } from 'botbuilder';
import type { User } from '../../../../src/sandbox/tenant/types.ts';
import type { GivenTeams } from '../given-teams.ts';

/** Runs `turn` as the bot's answer to what `as` says, and gives what it gave. */
export async function inTurn<T>(
  teams: GivenTeams,
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
export async function openChat(
  teams: GivenTeams,
  memberId: string,
  activity?: Partial<Activity>,
): Promise<string> {
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
export async function call(
  teams: GivenTeams,
  method: string,
  path: string,
  body?: unknown,
  headers = {},
) {
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

/** A person's 1:1 chat with the bot. */
export async function personalChatOf(teams: GivenTeams, as: string): Promise<string> {
  return (await teams.person(as)).personalConversationId ?? '';
}

/** Somebody of the organization whom the app is not installed for. */
export function withoutApp({ tenant }: GivenTeams): User {
  const { users, installations } = tenant;
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

/** Where messages of a conversation are posted, below `/v3`. */
export const activitiesOf = (id: string) => `/conversations/${encodeURIComponent(id)}/activities`;
/** By which code the connector refused. */
export const codeOf = async (answer: Response) =>
  ((await answer.json()) as { error: { code: string } }).error.code;
