import { taskNames } from '../../../src/jobs/queue-settings.ts';

/** `insert notices`, `fetch job refresh-cards`: what a statement writes, in order. */
export function writesOf(text: string, values: unknown): string[] {
  const found = text.matchAll(
    /(?<!\bfor )(?<!\bdo )\b(insert into|update|delete from)\s+(?:"?\w+"?\.)?"?(\w+)"?/gi,
  );
  return [...found].map(([, verb = '', table = '']) => {
    const plain = verb.toLowerCase().split(' ')[0] ?? '';
    if (!table.startsWith('job')) return `${plain} ${table}`;
    return `${plain === 'update' ? moveIn(text) : plain} job ${taskIn(text, values)}`;
  });
}

/** What an update of pg-boss' does with its jobs. */
function moveIn(text: string): string {
  if (/set\s+state = 'active'/i.test(text)) return 'fetch';
  return /state = 'completed'/i.test(text) ? 'complete' : 'fail';
}

/** A transaction by everything it writes, each once. */
export function commitName(writes: readonly string[]): string {
  return [...new Set(writes)].join(', ');
}

function taskIn(text: string, values: unknown): string {
  const all = `${text} ${JSON.stringify(values ?? [])}`;
  return taskNames.find((name) => all.includes(name)) ?? 'of several';
}
