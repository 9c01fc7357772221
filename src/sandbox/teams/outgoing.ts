import { nudgeBot } from '../control/nudge-bot.ts';
import type { World } from '../world.ts';
import type { Activity } from './activity.ts';
import type { BotLine } from './bot-line.ts';
import { splitThread } from './ids.ts';

/**
 * Events that no person waits for (installations, new members), kept until the bot has answered.
 * In one conversation they arrive in order.
 */
export interface Outgoing {
  /** Keeps events to be told. Runs inside a `store.write`. */
  keep(events: readonly Activity[]): void;
  /** Tells what is kept for a conversation; resolves when it is told or the bot is found to be down. */
  flush(conversationId: string): Promise<void>;
  /** Starts anew after the store was emptied. What is kept from now on is told once the bot has followed. */
  restart(): void;
  close(): void;
}

/** How long a bot that is down is left alone, in milliseconds. */
const PAUSE_MS = 500;

/** Opens the queue of events on the world's store and begins to tell what is left of last time. */
export function openOutgoing(world: World, bot: BotLine, pauseMs = PAUSE_MS): Outgoing {
  const { store } = world;
  const kept = store.table<Activity>('teams/outgoing');
  const waiting = new Map<string, string[]>();
  const busy = new Map<string, Promise<void>>();
  let followed: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function line(event: Activity): void {
    const { base } = splitThread(event.conversation?.id ?? '');
    const ids = waiting.get(base) ?? [];
    ids.push(event.id);
    waiting.set(base, ids);
  }

  function done(conversationId: string, id: string): void {
    const ids = waiting.get(conversationId);
    // After a reset other events may stand here: only what was told is taken out.
    if (ids?.[0] === id) ids.shift();
    if (ids?.length === 0) waiting.delete(conversationId);
    if (kept.get(id)) store.write(() => kept.delete(id));
  }

  async function tell(conversationId: string): Promise<void> {
    for (;;) {
      // What a bot is told before it has emptied its own data would be lost on it.
      await followed;
      const id = waiting.get(conversationId)?.[0];
      if (id === undefined || closed) return;
      const event = kept.get(id);
      const answer = event ? await bot.send(event) : null;
      if (closed) return;
      if (answer?.status === 0) return retryLater();
      done(conversationId, id);
    }
  }

  function flush(conversationId: string): Promise<void> {
    const running = busy.get(conversationId);
    if (running) return running;
    const telling = tell(conversationId).finally(() => {
      busy.delete(conversationId);
      // What was kept between the last look and now.
      if (waiting.has(conversationId) && !timer && !closed) void flush(conversationId);
    });
    busy.set(conversationId, telling);
    return telling;
  }

  function flushAll(): void {
    for (const conversationId of waiting.keys()) void flush(conversationId);
  }

  function retryLater(): void {
    if (timer || closed) return;
    timer = setTimeout(() => {
      timer = undefined;
      flushAll();
    }, pauseMs);
    timer.unref();
  }

  for (const event of kept.values()) line(event);
  flushAll();
  return {
    keep(events) {
      for (const event of events) {
        kept.put(event.id, event);
        line(event);
      }
    },
    flush,
    restart() {
      waiting.clear();
      followed = nudgeBot(world);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
