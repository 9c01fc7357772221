import { useEffect } from 'react';
import { sandbox } from '../api/sandbox.ts';
import type { Conversation, Person } from '../api/shapes.ts';

/** Takes the badge away while the conversation is on the screen. */
export function useMarkRead(viewer: Person, { id, unread }: Conversation): void {
  useEffect(() => {
    const mark = () => {
      if (!unread || document.visibilityState !== 'visible') return;
      // Should it fail, the badge stays and the next message tries again.
      sandbox.markRead({ as: viewer.key, conversationId: id }).catch(() => undefined);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [viewer.key, id, unread]);
}
