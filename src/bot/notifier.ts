import {
  type Activity,
  type CloudAdapter,
  type ConversationParameters,
  TeamsInfo,
  type TurnContext,
} from 'botbuilder';
import { AppError } from '../errors.ts';
import type { ChatAddress, ChatMessage, Notifier } from '../requests/ports.ts';
import { toActivity } from './activity.ts';
import type { ChatBook } from './chat-book.ts';
import { connectorError } from './connector-error.ts';

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
  /** Where a first message to somebody goes while no turn has told us a better address. */
  readonly defaultServiceUrl: string;
}

/** Sends to Teams through the connector. */
export function createNotifier(deps: NotifierDeps): Notifier {
  const inChat = <T>(chat: ChatAddress, act: (context: TurnContext) => Promise<T>): Promise<T> =>
    withContext(deps, chat, act);
  return {
    personalChat: (personId) => personalChat(deps, personId),
    teamChannel: (teamId) => teamChannel(deps, teamId),
    async rosterId(chat, personId) {
      try {
        return (await inChat(chat, (context) => TeamsInfo.getMember(context, personId))).id ?? null;
      } catch (error) {
        if (error instanceof AppError && error.code === 'chat.gone') return null;
        throw error;
      }
    },
    async post(chat, message) {
      const sent = await inChat(chat, (context) => context.sendActivity(toActivity(message)));
      if (!sent?.id) throw new AppError('unavailable');
      return { activityId: sent.id };
    },
    async update(chat, activityId, message) {
      await inChat(chat, (context) => updateIn(context, activityId, message));
    },
  };
}

function updateIn(context: TurnContext, activityId: string, message: ChatMessage) {
  return context.updateActivity({ ...toActivity(message), id: activityId });
}

/** Runs `act` in a chat that nobody has just written in, and names what the connector answers. */
async function withContext<T>(
  deps: NotifierDeps,
  chat: ChatAddress,
  act: (context: TurnContext) => Promise<T>,
): Promise<T> {
  const results: T[] = [];
  try {
    await deps.adapter.continueConversationAsync(
      deps.botId,
      {
        channelId: 'msteams',
        serviceUrl: chat.serviceUrl,
        bot: { id: `28:${deps.botId}`, name: '' },
        conversation: {
          id: chat.conversationId,
          tenantId: deps.tenantId,
          isGroup: false,
          conversationType: '',
          name: '',
        },
      },
      async (context) => {
        results.push(await act(context));
      },
    );
  } catch (cause) {
    throw connectorError(cause);
  }
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
  try {
    await deps.adapter.createConversationAsync(
      deps.botId,
      'msteams',
      serviceUrl,
      '',
      personalConversation(deps, personId),
      async (context) => {
        opened.push(context.activity);
      },
    );
  } catch (cause) {
    throw connectorError(cause);
  }
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
