import { createHash } from 'node:crypto';

const MRI_BYTES = 64;
const CHAT_BYTES = 96;

/** A person's id and bytes that follow from it, in the length and look of Teams' own opaque ids. */
function seal(personId: string, salt: string, length: number): string {
  const id = Buffer.from(personId.replaceAll('-', ''), 'hex');
  const rest = createHash('shake256', { outputLength: length - id.length });
  return Buffer.concat([id, rest.update(`${salt}/${personId}`).digest()]).toString('base64url');
}

/** The person sealed in `text`, or null for text that was never sealed here. */
function unseal(text: string, salt: string, length: number): string | null {
  const hex = Buffer.from(text, 'base64url').subarray(0, 16).toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return id.length === 36 && seal(id, salt, length) === text ? id : null;
}

/** How Teams names a person to this bot: `29:…`, the same for ever. `personId` is the Entra object id. */
export function mriOf(botId: string, personId: string): string {
  return `29:1${seal(personId, botId, MRI_BYTES)}`;
}

/** The Entra object id behind an MRI, or null. */
export function personOfMri(botId: string, mri: string): string | null {
  return mri.startsWith('29:1') ? unseal(mri.slice(4), botId, MRI_BYTES) : null;
}

/** The id of a person's 1:1 chat with the bot: `a:1…`. */
export function personalChatId(botId: string, personId: string): string {
  return `a:1${seal(personId, `chat/${botId}`, CHAT_BYTES)}`;
}

/** Whose chat with the bot this is, or null. */
export function personOfChat(botId: string, chatId: string): string | null {
  return chatId.startsWith('a:1') ? unseal(chatId.slice(3), `chat/${botId}`, CHAT_BYTES) : null;
}

/** The id of WoodGrove's group chat. */
export function groupChatIdOf(tenantId: string): string {
  const hex = createHash('sha256').update(`group chat/${tenantId}`).digest('hex').slice(0, 32);
  return `19:${hex}@thread.v2`;
}

/** How Teams names the bot. */
export function botMri(botId: string): string {
  return `28:${botId}`;
}

/** A conversation id without its thread, and the message that the thread hangs on. */
export function splitThread(conversationId: string): { base: string; root: string | null } {
  const [base = '', root] = conversationId.split(';messageid=');
  return { base, root: root || null };
}

/** The id of a thread in a channel. */
export function threadId(channelId: string, root: string): string {
  return `${channelId};messageid=${root}`;
}
