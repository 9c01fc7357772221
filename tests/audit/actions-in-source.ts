import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every action that an operation on requests or guests names when it writes an audit row. */
export function actionsInSource(): string[] {
  const root = join(import.meta.dirname, '..', '..', 'src');
  const lines = ['requests', 'guests']
    .flatMap((room) => readdirSync(join(root, room)).map((file) => join(root, room, file)))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => /\baction\b(:| =)/.test(line));
  const named = lines.flatMap((line) => line.match(/(?<=')(request|guest|access)\.\w+/g) ?? []);
  return [...new Set(named)].sort();
}
