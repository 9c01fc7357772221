import { createPersonalViews } from '../adaptive/personal-views.ts';
import { sandbox } from '../api/sandbox.ts';
import type { Conversation } from '../api/shapes.ts';
import { type ChatMessage, foldMessages } from '../chat/fold-messages.ts';
import { type Change, listen } from './events.ts';
import { followGraphCalls } from './graph-calls.ts';
import { createResource, type Resource } from './resource.ts';
import { createSignal, type Signal } from './signal.ts';
import { watchBot } from './watch-bot.ts';

/** A typing indicator that nothing follows is taken away after this time, as Teams does. */
const TYPING_MS = 10_000;

/** Everything the page shows of WoodGrove, each read when it is looked at and when it changes. */
export type Woodgrove = ReturnType<typeof openWoodgrove>;

/** Opens the page's view of the sandbox and follows its changes. */
export function openWoodgrove() {
  const people = createResource(sandbox.people);
  const tenant = createResource(sandbox.tenant);
  const outbox = createResource(sandbox.outbox);
  const graphCalls = createResource(
    followGraphCalls({
      readSince: sandbox.graphCalls,
      readNow: async () => (await sandbox.clock()).now,
    }),
  );
  const clock = createResource(async () => ({ ...(await sandbox.clock()), readAt: Date.now() }));
  const conversations = perKey<Conversation[]>((key) => sandbox.conversations(key));
  const messages = perKey<ChatMessage[]>(async (id) => foldMessages(await sandbox.messages(id)));
  const online = createSignal(true);
  const botDown = createSignal(false);
  const typing = createTyping();

  const touchers: Record<
    Exclude<Change['topic'], 'everything'>,
    (detail: string | null) => void
  > = {
    people: () => {
      people.touch();
      conversations.touch(null);
    },
    tenant: () => tenant.touch(),
    outbox: () => outbox.touch(),
    graph: () => graphCalls.touch(),
    clock: () => clock.touch(),
    messages: (id) => {
      if (id) typing.end(id);
      messages.touch(id);
      people.touch();
      conversations.touch(null);
    },
    typing: (id) => {
      if (id) typing.begin(id);
    },
  };

  const leaveBot = watchBot(botDown);
  const close = listen({
    ping: sandbox.clock,
    onOnline: online.set,
    onChange: (change) => {
      if (change.topic !== 'everything') touchers[change.topic](change.detail);
      else for (const touch of Object.values(touchers)) touch(null);
    },
  });

  return {
    people,
    tenant,
    outbox,
    graphCalls,
    clock,
    online,
    botDown,
    views: createPersonalViews(),
    typing: typing.signal,
    conversations: (as: string) => conversations.of(as),
    messages: (conversationId: string) => messages.of(conversationId),
    startOver: async () => {
      await sandbox.reset();
      for (const touch of Object.values(touchers)) touch(null);
    },
    close: () => {
      leaveBot();
      close();
    },
  };
}

/** One resource per key, made when it is first asked for. */
function perKey<T>(load: (key: string) => Promise<T>) {
  const known = new Map<string, Resource<T>>();
  return {
    of: (key: string): Resource<T> => {
      const made = known.get(key) ?? createResource(() => load(key));
      known.set(key, made);
      return made;
    },
    /** Without a key: all of them. */
    touch: (key: string | null) => {
      for (const [each, resource] of known) if (key === null || each === key) resource.touch();
    },
  };
}

/** In which conversations the bot is typing. */
function createTyping(): {
  signal: Signal<ReadonlySet<string>>;
  begin(id: string): void;
  end(id: string): void;
} {
  const signal = createSignal<ReadonlySet<string>>(new Set());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const end = (id: string) => {
    clearTimeout(timers.get(id));
    if (timers.delete(id)) signal.set(new Set(timers.keys()));
  };
  const begin = (id: string) => {
    clearTimeout(timers.get(id));
    timers.set(
      id,
      setTimeout(() => end(id), TYPING_MS),
    );
    signal.set(new Set(timers.keys()));
  };
  return { signal, begin, end };
}
