import * as z from 'zod/mini';
import { read, readLines, send } from './request.ts';
import {
  Anything,
  Bot,
  Clock,
  Conversation,
  GraphCall,
  LogEntry,
  Mail,
  People,
  Pressed,
  Sent,
  Tenant,
} from './shapes.ts';

const query = (name: string, value: string) => `?${name}=${encodeURIComponent(value)}`;

/** A file as `say` takes it. */
export interface OutgoingFile {
  name: string;
  base64: string;
}

/** The sandbox's control routes, as the page uses them. Each throws a SandboxError when refused. */
export const sandbox = {
  people: () => read('/_sandbox/people', People),
  conversations: (as: string) =>
    read(`/_sandbox/conversations${query('as', as)}`, z.array(Conversation)),
  messages: (conversationId: string) =>
    read(`/_sandbox/messages${query('conversation', conversationId)}`, z.array(LogEntry)),
  tenant: () => read('/_sandbox/tenant', Tenant),
  outbox: () => read('/_sandbox/outbox', z.array(Mail)),
  graphCalls: (since: string) =>
    readLines(`/_sandbox/graph-log${query('since', since)}`, GraphCall),
  clock: () => read('/_sandbox/clock', Clock),
  bot: () => read('/_sandbox/bot', Bot),

  /** `botStatus` 0: the bot is down; the message stands in the chat all the same. */
  say: (message: { as: string; conversationId: string; text: string; files: OutgoingFile[] }) =>
    send('/_sandbox/say', message, Sent),
  press: (press: {
    as: string;
    activityId: string;
    verb: string;
    data: unknown;
    trigger?: 'automatic';
  }) => send('/_sandbox/press', press, Pressed),
  submit: (submit: { as: string; activityId: string; data: unknown }) =>
    send('/_sandbox/submit', submit, Sent),
  edit: (change: { as: string; activityId: string; text: string }) =>
    send('/_sandbox/edit', change, Anything),
  remove: (message: { as: string; activityId: string }) =>
    send('/_sandbox/delete', message, Anything),
  markRead: (place: { as: string; conversationId: string }) =>
    send('/_sandbox/read', place, Anything),
  /** An ISO 8601 duration. */
  advanceClock: (advance: string) => send('/_sandbox/clock', { advance }, Anything),
  setClock: (now: Date) => send('/_sandbox/clock', { now: now.toISOString() }, Anything),
  reset: () => send('/_sandbox/reset', {}, Anything),
};
