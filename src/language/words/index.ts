import { en } from './en.ts';
import type { Words } from './types.ts';

const tables: readonly Words[] = [en];

/** Tables to try for a reader of `locale`: his own language first, English always. */
export function wordsFor(locale: string): readonly Words[] {
  const language = locale.toLowerCase().split(/[-_]/)[0];
  const own = tables.filter((words) => words.language === language && words !== en);
  return [...own, en];
}
