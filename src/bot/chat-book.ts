import {
  keepConversation,
  newestConversation,
  personalConversation,
  teamConversation,
} from '../db/conversations.ts';
import type { DbOrTx } from '../db/types.ts';
import type { ChatAddress, Clock } from '../requests/ports.ts';

/** Where people and teams can be written to, as turns have told us. Kept in the database. */
export interface ChatBook {
  personal(personId: string): Promise<ChatAddress | null>;
  channel(teamId: string): Promise<ChatAddress | null>;
  latestServiceUrl(): Promise<string | null>;
  rememberPersonal(personId: string, chat: ChatAddress): Promise<void>;
}

/** The book over the `conversations` table. */
export function createChatBook(db: DbOrTx, clock: Clock): ChatBook {
  return {
    personal: (personId) => personalConversation(db, personId),
    channel: (teamId) => teamConversation(db, teamId),
    latestServiceUrl: async () => (await newestConversation(db))?.serviceUrl ?? null,
    rememberPersonal: (personId, chat) =>
      keepConversation(db, {
        ...chat,
        kind: 'personal',
        personId,
        teamId: null,
        locale: null,
        at: clock.now(),
      }),
  };
}
