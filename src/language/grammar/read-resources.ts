import type { Reading } from './lexicon.ts';
import { politeEnd } from './polite.ts';
import type { Token } from './scan.ts';
import { type Clause, isAnd } from './walk.ts';

/** Names as `RequestWish` holds them. */
export interface ResourceNames {
  readonly resources: readonly string[];
  readonly splits: Readonly<Record<string, readonly (readonly string[])[]>>;
}

/** With more joints than this a phrase is read whole or split everywhere; between are 2^n ways. */
const MOST_JOINTS = 4;

interface Phrase {
  readonly name: string;
  readonly readings: readonly (readonly string[])[];
}

/** The resources named in these parts. A quoted name stands as it is; all else gets its other readings. */
export function readResources(reading: Reading, clauses: readonly Clause[]): ResourceNames {
  const found = new Map<string, Phrase>();
  clauses.forEach((clause, index) => {
    if (clause.kind !== 'resources') return;
    const next = clauses[index + 1];
    const tail = next?.kind === 'day' && next.day?.kind === 'unreadable' ? next.to : null;
    for (const phrase of phrasesOf(reading, clause.tokens, tail)) {
      const key = phrase.name.toLowerCase();
      if (!found.has(key)) found.set(key, phrase);
    }
  });
  const phrases = [...found.values()];
  const open = phrases.filter(({ readings }) => readings.length > 0);
  return {
    resources: phrases.map(({ name }) => name),
    splits: Object.fromEntries(open.map(({ name, readings }) => [name, readings])),
  };
}

function phrasesOf(reading: Reading, tokens: readonly Token[], tail: number | null): Phrase[] {
  const phrases: Phrase[] = [];
  let run: Token[][] = [];
  const close = (end: number | null = null) => {
    while (run.length > 1 && isPolite(reading, run.at(-1))) run.pop();
    if (run.length > 0) phrases.push(phraseOf(reading, run, end));
    run = [];
  };
  for (const line of splitAt(tokens, ({ kind }) => kind === 'newline' || kind === 'semicolon')) {
    for (const part of splitAt(
      line,
      (token) => token.kind === 'comma' || isAnd({ reading }, token),
    )) {
      const quoted = quotedName(reading, part);
      if (quoted === null) {
        if (part.some(({ text }) => /[\p{L}\p{N}]/u.test(text))) run.push(part);
        continue;
      }
      close();
      if (quoted !== '') phrases.push({ name: quoted, readings: [] });
    }
    if (line.at(-1) !== tokens.at(-1)) close();
  }
  close(tail);
  return phrases;
}

/** `to Project X, please, until …`: thanks are no name. */
function isPolite(reading: Reading, part: readonly Token[] | undefined): boolean {
  const text = reading.text.slice(part?.[0]?.start, part?.at(-1)?.end);
  return politeEnd(text, reading.lexicon.words) === 0;
}

/** The name in quotes, where a part is that and at most `the … team` around it. */
function quotedName(reading: Reading, part: readonly Token[]): string | null {
  const quoted = part.filter(({ kind }) => kind === 'quoted');
  const { articles, kinds } = reading.lexicon.words;
  const isNoise = ({ kind, text }: Token) =>
    kind === 'quoted' || [...articles, ...kinds].includes(text.toLowerCase());
  return quoted.length === 1 && part.every(isNoise) ? blanked(quoted[0]?.text ?? '') : null;
}

function phraseOf(reading: Reading, parts: readonly Token[][], tail: number | null): Phrase {
  const between = (from: number, to: number, end?: number) => {
    const [first, last] = [parts[from]?.[0], parts[to]?.at(-1)];
    return blanked(reading.text.slice(first?.start, end ?? last?.end));
  };
  const last = parts.length - 1;
  const whole = between(0, last);
  const stop = parts[last]?.at(-1)?.stop ?? '';
  const readings: string[][] = [];
  if (/[.!?]/.test(stop)) readings.push([whole + stop]);
  for (const cuts of cutsOf(parts, reading)) {
    const starts = [0, ...cuts];
    const names = starts.map((from, index) => between(from, (starts[index + 1] ?? last + 1) - 1));
    readings.push(names);
    for (let bare = names; ; ) {
      const barer = bare.map((name) => withoutNoise(name, reading));
      if (barer.join('\n') === bare.join('\n')) break;
      readings.push(barer);
      bare = barer;
    }
  }
  const name = tail === null ? whole : between(0, last, tail);
  const isNew = (names: readonly string[], index: number) =>
    names.join('\n') !== name && !readings.slice(0, index).some((before) => same(before, names));
  const others = readings.filter(isNew);
  // The last reading is what is asked about, and nobody should be asked about a full stop.
  if (stop !== '' && others.length === 1 && others[0]?.[0] === whole + stop) others.push([whole]);
  return { name, readings: others };
}

/** Ways to cut a phrase before some of its parts: fewest cuts first, everywhere last. */
function cutsOf(parts: readonly Token[][], reading: Reading): number[][] {
  const joints = parts.slice(1).map((_, index) => index + 1);
  if (joints.length <= MOST_JOINTS) {
    const subsets = Array.from({ length: 2 ** joints.length }, (_, bits) =>
      joints.filter((_joint, index) => (bits >> index) & 1),
    );
    return subsets.sort((a, b) => a.length - b.length);
  }
  const atCommas = joints.filter((joint) => {
    const [before, after] = [parts[joint - 1]?.at(-1), parts[joint]?.[0]];
    return reading.text.slice(before?.end, after?.start).includes(',');
  });
  return atCommas.length === joints.length ? [[], joints] : [[], atCommas, joints];
}

/** One word less of what may not belong to the name: `the Project X team` → `Project X team` → `Project X`. */
function withoutNoise(name: string, reading: Reading): string {
  const { words } = reading.lexicon;
  const polite = name.slice(0, politeEnd(name, words));
  if (polite !== '' && polite !== name) return polite;
  const [first = '', ...others] = name.split(' ');
  if (others.length === 0) return name;
  const lead = first.toLowerCase();
  if ([...words.articles, ...words.kinds].includes(lead)) return others.join(' ');
  const trailing = others.at(-1)?.toLowerCase() ?? '';
  return words.kinds.includes(trailing) ? name.slice(0, name.lastIndexOf(' ')) : name;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

function blanked(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ [-–—] ?$/, '')
    .trim();
}

/** Runs of tokens between those that separate; empty runs are left out. */
export function splitAt(tokens: readonly Token[], separates: (token: Token) => boolean): Token[][] {
  const runs: Token[][] = [[]];
  for (const token of tokens) {
    if (separates(token)) runs.push([]);
    else runs.at(-1)?.push(token);
  }
  return runs.filter((run) => run.length > 0);
}
