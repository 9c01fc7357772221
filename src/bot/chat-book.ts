import type { ChatAddress } from '../requests/ports.ts';

/** Where people and teams can be written to, as turns have told us. Kept in the database. */
export interface ChatBook {
  personal(personId: string): Promise<ChatAddress | null>;
  channel(teamId: string): Promise<ChatAddress | null>;
  latestServiceUrl(): Promise<string | null>;
  rememberPersonal(personId: string, chat: ChatAddress): Promise<void>;
}
