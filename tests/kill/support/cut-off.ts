import type { TaskName } from '../../../src/requests/ports.ts';
import type { Line } from './watched.ts';

/**
 * Whether the process was killed between the call that posted a message and the commit that notes it: none has noted
 * it until then, and the task that posted it (none: a turn) was not done yet. Everything is done at the end of a part
 * of the story. A message's id is its time on the sandbox's clock.
 */
export function wasCutOff(
  lines: readonly Line[],
  activityId: string,
  task: TaskName | undefined,
): boolean {
  const posted = (ahead: number) => Number(activityId) - ahead;
  const end = lines.findIndex((line) => line.kind === 'gone' && posted(line.ahead) <= line.at);
  const gone = lines[end];
  if (gone?.kind !== 'gone') return false;
  const before = lines.slice(0, end);
  const struck = before.findLastIndex(({ kind }) => kind !== 'part');
  const since = before.slice(0, struck + 1).filter(({ at }) => at > posted(gone.ahead));
  const isNoted = before.some((line) => line.kind === 'commit' && line.ids.includes(activityId));
  const isOver = since.some((line) => line.kind === 'part' || isEndOf(line, task));
  return !isNoted && !isOver;
}

function isEndOf(line: Line, task: TaskName | undefined): boolean {
  return line.kind === 'commit' && line.when === 'after' && line.name === `complete job ${task}`;
}
