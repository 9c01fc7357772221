import { useEffect } from 'react';
import { sandbox } from '../api/sandbox.ts';
import type { Conversation, Person } from '../api/shapes.ts';

/** Takes the badge away while the conversation is on the screen. `newest`: its last message's id. */
export function useMarkRead(
  viewer: Person,
  { id, unread }: Conversation,
  newest: string | undefined,
): void {
  useEffect(() => {
    const mark = () => {
      // A message may come while the one before is being marked: the count stays the same then.
      if (!(unread || newest) || document.visibilityState !== 'visible') return;
      // Should it fail, the badge stays and the next message tries again.
      sandbox.markRead({ as: viewer.key, conversationId: id }).catch(() => undefined);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [viewer.key, id, unread, newest]);
}
