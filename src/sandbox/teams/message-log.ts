import type { World } from '../world.ts';
import type { Activity } from './activity.ts';
import { splitThread } from './ids.ts';

/** What happened to a message, as `GET /_sandbox/messages` tells it. */
export interface LogEntry {
  readonly time: string;
  readonly op: 'post' | 'update' | 'delete';
  readonly activityId: string;
  readonly activity: Activity;
  /** Only on a person's message that the bot was down for: Teams does not send it again. */
  readonly delivered?: false;
}

/** A message in a conversation. */
export interface Posted {
  /** Without a thread. */
  readonly conversationId: string;
  /** Who wrote it, by Entra object id; null: the bot. */
  readonly personId: string | null;
  readonly activity: Activity;
  /** Kept when it is gone, so that its id is never given again. */
  readonly removed?: true;
}

/** Messages and what happened to them, kept in the store. Each change is told to the page. */
export interface MessageLog {
  /** A new message id, as Teams gives them: milliseconds, never twice. */
  nextId(): string;
  post(posted: Posted): void;
  update(activityId: string, activity: Activity): void;
  remove(activityId: string): void;
  /** Notes that the bot never got this message. */
  notDelivered(activityId: string): void;
  /** A message that stands; null for one that never was, or is gone. */
  find(activityId: string): Posted | null;
  /** Everything that happened, in order; with `;messageid=` in that thread only. Unknown: empty. */
  entries(conversationId: string): readonly LogEntry[];
  /** Gives, of one conversation, what others have posted since a person last looked. */
  freshIn(conversationId: string): (personId: string) => readonly Activity[];
  markRead(personId: string, conversationId: string): void;
}

/** Opens the message log on the world's store. */
export function openMessageLog({ store, clock, changes }: World): MessageLog {
  const messages = store.table<Posted>('teams/messages');
  const seen = store.table<number>('teams/seen');
  const logOf = (conversationId: string) => store.table<LogEntry>(`teams/log ${conversationId}`);

  function standing(activityId: string): Posted | null {
    const posted = messages.get(activityId);
    return posted && !posted.removed ? posted : null;
  }

  function append(posted: Posted, op: LogEntry['op'], activity: Activity): void {
    const log = logOf(posted.conversationId);
    const time = clock.now().toISOString();
    log.put(String(log.size + 1), { time, op, activityId: activity.id, activity });
  }

  return {
    nextId() {
      let id = clock.now().getTime();
      while (messages.get(String(id))) id += 1;
      return String(id);
    },
    post(posted) {
      store.write(() => {
        messages.put(posted.activity.id, posted);
        append(posted, 'post', posted.activity);
      });
      changes.tell('messages', posted.conversationId);
    },
    update(activityId, activity) {
      const posted = standing(activityId);
      if (!posted) return;
      store.write(() => {
        messages.put(activityId, { ...posted, activity });
        append(posted, 'update', activity);
      });
      changes.tell('messages', posted.conversationId);
    },
    remove(activityId) {
      const posted = standing(activityId);
      if (!posted) return;
      store.write(() => {
        messages.put(activityId, { ...posted, removed: true });
        append(posted, 'delete', posted.activity);
      });
      changes.tell('messages', posted.conversationId);
    },
    notDelivered(activityId) {
      const posted = standing(activityId);
      if (!posted) return;
      const log = logOf(posted.conversationId);
      const last = log.entries().findLast(([, entry]) => entry.activityId === activityId);
      if (!last) return;
      store.write(() => log.put(last[0], { ...last[1], delivered: false }));
      changes.tell('messages', posted.conversationId);
    },
    find: standing,
    entries(conversationId) {
      const { base, root } = splitThread(conversationId);
      const all = logOf(base).values();
      return root ? all.filter(({ activity }) => rootOf(activity) === root) : all;
    },
    freshIn(conversationId) {
      const all = logOf(conversationId).values();
      return (personId) => {
        const fresh = all.slice(seen.get(`${personId} ${conversationId}`) ?? 0);
        return fresh.flatMap(({ op, activity }) =>
          op === 'post' && !isBy(activity, personId) ? [activity] : [],
        );
      };
    },
    markRead(personId, conversationId) {
      const end = logOf(conversationId).size;
      const key = `${personId} ${conversationId}`;
      if ((seen.get(key) ?? 0) === end) return;
      store.write(() => seen.put(key, end));
      changes.tell('people');
    },
  };
}

function rootOf(activity: Activity): string | null {
  return splitThread(activity.conversation?.id ?? '').root;
}

function isBy(activity: Activity, personId: string): boolean {
  return activity.from?.aadObjectId === personId;
}
