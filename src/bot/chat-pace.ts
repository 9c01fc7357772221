import { ActivityTypes, type TurnContext } from 'botbuilder';
import { AppError } from '../errors.ts';
import { confirmLease } from '../lease.ts';
import type { Limit } from '../pace/limit.ts';
import type { LimitNews } from '../pace/state.ts';
import type { ChatAddress } from '../requests/ports.ts';
import type { ChatLimitKind, ChatPacer } from './chat-limits.ts';
import { connectorError, connectorNews } from './connector-error.ts';
import { withoutThread } from './turn.ts';

/** How a job's call to the connector asks for its turn. */
export interface ChatTurn {
  readonly limit: Limit<ChatLimitKind>;
  /** Somebody waits for it. */
  readonly urgent: boolean;
}

/** A call that would have to wait longer gives its job back: another chat's may go meanwhile. */
const PATIENCE_MS = 10_000;

const ok: LimitNews = { outcome: 'ok', retryAfterMs: null, used: null };

/** The limit of a conversation; the threads of a channel share the channel's. */
export function limitOf(
  kind: 'chat' | 'roster',
  chat: Pick<ChatAddress, 'conversationId'>,
): Limit<ChatLimitKind> {
  return { kind, of: withoutThread(chat) };
}

/**
 * Makes a job's call to the connector: waits until it may, in the conversation and in the tenant, asks whether
 * the job is still ours, and names what went wrong.
 *
 * @throws AppError `throttled` with `retryAfterMs`, `unavailable`, `chat.*`; LeaseLost before the call
 */
export async function callInTurn<T>(
  pacer: ChatPacer,
  { limit, urgent }: ChatTurn,
  call: () => Promise<T>,
): Promise<T> {
  const turn = { urgent, cost: 1, patienceMs: PATIENCE_MS };
  await pacer.take(limit, turn);
  await pacer.take({ kind: 'bot' }, turn);
  await confirmLease();
  try {
    return await telling(pacer, limit, call);
  } catch (cause) {
    throw connectorError(cause);
  }
}

/** Makes a call, and tells the others what its answer says of the limit. */
async function telling<T>(
  pacer: ChatPacer,
  limit: Limit<ChatLimitKind>,
  call: () => Promise<T>,
): Promise<T> {
  try {
    const result = await call();
    pacer.report(limit, ok);
    return result;
  } catch (thrown) {
    pacer.report(limit, connectorNews(thrown));
    throw thrown;
  }
}

/**
 * What a turn says in its own chat waits for nobody: somebody is looking at it. It goes at once, unless Teams
 * has just stopped us there, and is charged afterwards; the messages of jobs wait for it.
 *
 * What the context sends then throws AppError `throttled` with `retryAfterMs`.
 */
export function paceTurn(context: TurnContext, pacer: ChatPacer): void {
  const conversationId = context.activity.conversation?.id;
  if (!conversationId) return;
  const limit = limitOf('chat', { conversationId });
  context.onSendActivities(async (_context, activities, next) => {
    // The answer to a press is no message: it travels with the press.
    const messages = activities.filter(({ type }) => type !== ActivityTypes.InvokeResponse);
    if (messages.length === 0) return next();
    const stopMs = pacer.stoppedFor(limit);
    if (stopMs > 0) throw new AppError('throttled', { retryAfterMs: Math.ceil(stopMs) });
    for (const _ of messages) {
      pacer.charge(limit);
      pacer.charge({ kind: 'bot' });
    }
    return telling(pacer, limit, next);
  });
}
