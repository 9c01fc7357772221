import {
  type Activity,
  type CloudAdapter,
  type ConversationAccount,
  type ConversationParameters,
  TeamsInfo,
  type TurnContext,
} from 'botbuilder';
import { AppError } from '../errors.ts';
import type { ChatAddress, ChatMessage, Notifier } from '../requests/ports.ts';
import { toActivity } from './activity.ts';
import type { ChatBook } from './chat-book.ts';
import type { ChatPacer } from './chat-limits.ts';
import { type ChatTurn, callInTurn, limitOf } from './chat-pace.ts';

/** Brings the app to people and teams. Implemented by `graph/`; throws `chat.*`, `unavailable`, `throttled`. */
export interface AppInstaller {
  installForPerson(personId: string): Promise<unknown>;
  installInTeam(teamId: string): Promise<unknown>;
}

/** What the notifier speaks through. */
export interface NotifierDeps {
  readonly adapter: CloudAdapter;
  readonly botId: string;
  readonly tenantId: string;
  readonly chats: ChatBook;
  readonly apps: AppInstaller;
  readonly pacer: ChatPacer;
  /** Where a first message to somebody goes while no turn has told us a better address. */
  readonly defaultServiceUrl: string;
}

/** Sends to Teams through the connector. */
export function createNotifier(deps: NotifierDeps): Notifier {
  const inChat = <T>(
    chat: ChatAddress,
    how: { readonly kind: 'chat' | 'roster'; readonly urgent: boolean },
    act: (context: TurnContext) => Promise<T>,
  ): Promise<T> => {
    const turn = { limit: limitOf(how.kind, chat), urgent: how.urgent };
    return withContext(deps, chat, turn, act);
  };
  return {
    personalChat: (personId) => personalChat(deps, personId),
    teamChannel: (teamId) => teamChannel(deps, teamId),
    async rosterId(chat, personId) {
      try {
        const how = { kind: 'roster', urgent: true } as const;
        const read = (context: TurnContext) => TeamsInfo.getMember(context, personId);
        return (await inChat(chat, how, read)).id ?? null;
      } catch (error) {
        if (error instanceof AppError && error.code === 'chat.gone') return null;
        throw error;
      }
    },
    async post(chat, message) {
      const send = (context: TurnContext) => context.sendActivity(toActivity(message));
      const sent = await inChat(chat, { kind: 'chat', urgent: true }, send);
      if (!sent?.id) throw new AppError('unavailable');
      return { activityId: sent.id };
    },
    async update(chat, activityId, message) {
      // Who looks for news looks at new messages first.
      const change = (context: TurnContext) => updateIn(context, activityId, message);
      await inChat(chat, { kind: 'chat', urgent: false }, change);
    },
  };
}

function updateIn(context: TurnContext, activityId: string, message: ChatMessage) {
  return context.updateActivity({ ...toActivity(message), id: activityId });
}

/** Its id says which chat it is. The SDK's type asks for words that we do not know, and clients refuse empty ones. */
function conversationOf({ tenantId }: NotifierDeps, { conversationId }: ChatAddress) {
  return { id: conversationId, tenantId } as ConversationAccount;
}

/** Runs `act` in a chat that nobody has just written in, and names what the connector answers. */
async function withContext<T>(
  deps: NotifierDeps,
  chat: ChatAddress,
  turn: ChatTurn,
  act: (context: TurnContext) => Promise<T>,
): Promise<T> {
  const results: T[] = [];
  await callInTurn(deps.pacer, turn, () =>
    deps.adapter.continueConversationAsync(
      deps.botId,
      {
        channelId: 'msteams',
        serviceUrl: chat.serviceUrl,
        bot: { id: `28:${deps.botId}`, name: '' },
        conversation: conversationOf(deps, chat),
      },
      async (context) => {
        results.push(await act(context));
      },
    ),
  );
  const [result] = results;
  if (results.length === 0) throw new AppError('unavailable');
  return result as T;
}

/** The chat we know, else one that is opened after the app was installed for the person. */
async function personalChat(deps: NotifierDeps, personId: string): Promise<ChatAddress> {
  const known = await deps.chats.personal(personId);
  if (known) return known;
  await deps.apps.installForPerson(personId);
  const serviceUrl = (await deps.chats.latestServiceUrl()) ?? deps.defaultServiceUrl;
  const opened: Partial<Activity>[] = [];
  const limit = { kind: 'opening', of: personId } as const;
  await callInTurn(deps.pacer, { limit, urgent: true }, () =>
    deps.adapter.createConversationAsync(
      deps.botId,
      'msteams',
      serviceUrl,
      '',
      personalConversation(deps, personId),
      async (context) => {
        opened.push(context.activity);
      },
    ),
  );
  const conversationId = opened[0]?.conversation?.id;
  if (!conversationId) throw new AppError('unavailable');
  await deps.chats.rememberPersonal(personId, { conversationId, serviceUrl });
  return { conversationId, serviceUrl };
}

/** Without `activity`, which the type asks for and the service does not: nothing is said on opening. */
function personalConversation(deps: NotifierDeps, personId: string): ConversationParameters {
  const parameters: Omit<ConversationParameters, 'activity'> = {
    isGroup: false,
    bot: { id: `28:${deps.botId}`, name: '' },
    members: [{ id: personId, name: '' }],
    tenantId: deps.tenantId,
    channelData: { tenant: { id: deps.tenantId } },
  };
  return parameters as ConversationParameters;
}

/** The team's channel, told to us by Teams when the app was added there; it follows a moment after. */
async function teamChannel(deps: NotifierDeps, teamId: string): Promise<ChatAddress | null> {
  const known = await deps.chats.channel(teamId);
  if (known) return known;
  await deps.apps.installInTeam(teamId);
  const told = await deps.chats.channel(teamId);
  if (!told) throw new AppError('notYetThere');
  return told;
}
