import * as z from 'zod/mini';

const Change = z.object({
  topic: z.enum(['people', 'tenant', 'outbox', 'graph', 'messages', 'clock', 'typing']),
  detail: z.nullish(z.string()),
});

/** What has changed; `everything` after a time in which changes may have been missed. */
export type Change =
  | { topic: 'everything' }
  | { topic: z.infer<typeof Change>['topic']; detail: string | null };

/** How often everything is read again while the sandbox's events do not come. */
const POLL_MS = 4_000;

/** What somebody who listens is told. */
export interface Listener {
  onChange(change: Change): void;
  /** Whether the sandbox answers. */
  onOnline(online: boolean): void;
  /** Rejects while the sandbox does not answer. */
  ping(): Promise<unknown>;
}

/**
 * Listens to the sandbox's events and tells each change. While they do not come, everything is
 * reported changed every few seconds. The returned function ends it.
 */
export function listen({ onChange, onOnline, ping }: Listener): () => void {
  let events: EventSource;
  let poll: ReturnType<typeof setInterval> | undefined;

  const stopPolling = () => {
    clearInterval(poll);
    poll = undefined;
  };
  const lookAgain = () => {
    // A browser gives up on events that were answered with an error.
    if (events.readyState === EventSource.CLOSED) open();
    ping().then(
      () => {
        onOnline(true);
        onChange({ topic: 'everything' });
      },
      () => onOnline(false),
    );
  };
  const open = () => {
    events = new EventSource('/_sandbox/events');
    events.addEventListener('open', () => {
      stopPolling();
      onOnline(true);
      onChange({ topic: 'everything' });
    });
    events.addEventListener('error', () => {
      if (poll !== undefined) return;
      poll = setInterval(lookAgain, POLL_MS);
      lookAgain();
    });
    events.addEventListener('message', (event: MessageEvent<unknown>) => {
      const change = readChange(event.data);
      if (change) onChange(change);
    });
  };

  open();
  return () => {
    stopPolling();
    events.close();
  };
}

/** One event's data; null for a kind that this page does not know. */
export function readChange(data: unknown): Change | null {
  if (typeof data !== 'string') return null;
  try {
    const { topic, detail } = Change.parse(JSON.parse(data));
    return { topic, detail: detail ?? null };
  } catch {
    return null;
  }
}
