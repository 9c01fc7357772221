import { useState } from 'react';

/** What is being written, per place; outlives the composer, so that changing the person loses nothing. */
const drafts = new Map<string, string>();

/** The draft of one place (a person in a conversation). */
export function useDraft(place: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => drafts.get(place) ?? '');
  const change = (next: string) => {
    drafts.set(place, next);
    setText(next);
  };
  return [text, change];
}
