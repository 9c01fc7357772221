/** The `@word` that is being written just before the cursor, and where it starts. */
export interface MentionStart {
  start: number;
  typed: string;
}

/** What stands between an `@` and the cursor, where a name could still follow; else null. */
export function mentionBefore(draft: string, cursor: number): MentionStart | null {
  const match = draft.slice(0, cursor).match(/(^|\s)@([\p{L}\p{N}]*)$/u);
  if (!match) return null;
  const typed = match[2] ?? '';
  return { start: cursor - typed.length - 1, typed };
}

/** Whether somebody who typed this after an `@` may mean `name`. */
export function mayMean(typed: string, name: string): boolean {
  return name.toLowerCase().startsWith(typed.toLowerCase());
}

function mentionOf(name: string): RegExp {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(^|\\s)@${literal}(?![\\p{L}\\p{N}])`, 'giu');
}

/** Whether `@name` stands in the draft. */
export function mentions(draft: string, name: string): boolean {
  return mentionOf(name).test(draft);
}

/** The draft as Teams sends it: each `@name` as `<at>name</at>`. */
export function markMentions(draft: string, name: string): string {
  return draft.replace(mentionOf(name), (_, before: string) => `${before}<at>${name}</at>`);
}

/** What Teams sent, as somebody would type it. */
export function unmarkMentions(text: string): string {
  return text.replace(/<at(?:\s[^>]*)?>(.*?)<\/at>/g, '@$1');
}
