import type { Part } from './story.ts';
import type { Line, Plan } from './watched.ts';

/** A moment of the story at which the process can be killed. */
export interface Point extends Omit<Plan, 'id'> {
  readonly part: Part;
}

/** `approve: after call POST /v1.0/invitations (1st)`, for the print. */
export function describe({ part, when, kind, name, nth }: Point): string {
  return `${part}: ${when} ${kind} ${name}${nth > 1 ? ` (${nth})` : ''}`;
}

/** What pg-boss does by the clock, whatever the story does. */
const CHORES = /^(update|insert) (queue|version|warning|bam)\b/;

/**
 * Every moment that was watched: before and after each call and each commit, as often as each came in each
 * part. What did not come to anything (a look for jobs that found none) is no commit.
 */
export function pointsIn(lines: readonly Line[], parts: readonly Part[]): Point[] {
  const found = new Map<string, Point>();
  let part: Part | null = null;
  for (const line of lines) {
    if (line.kind === 'part') part = parts.find((each) => each === line.name) ?? null;
    if ((line.kind !== 'call' && line.kind !== 'commit') || line.when !== 'after' || !part)
      continue;
    const { kind, name } = line;
    if (CHORES.test(name)) continue;
    for (let nth = 1; ; nth += 1) {
      const key = `${part} ${kind} ${name} ${nth}`;
      if (found.has(`${key} before`)) continue;
      for (const when of ['before', 'after'] as const)
        found.set(`${key} ${when}`, { part, kind, name, when, nth });
      break;
    }
  }
  return [...found.values()];
}
