import { duration, until } from './day-openings.ts';
import type { Token } from './scan.ts';
import {
  contentFrom,
  find,
  indexFrom,
  isAnd,
  isBoundary,
  isSeparator,
  type Opening,
  type Walk,
} from './walk.ts';

type Rule = (walk: Walk, token: Token) => Opening | null;
const rules: readonly Rule[] = [message, reason, until, duration, directoryOnly, resources];

/** The part that begins at the present token, if one does. */
export function openingAt(walk: Walk): Opening | null {
  const token = walk.tokens[walk.index];
  if (token?.kind !== 'word' || walk.current.kind === 'message') return null;
  for (const rule of rules) {
    const opening = rule(walk, token);
    if (opening) return opening;
  }
  return null;
}

function message(walk: Walk, token: Token): Opening | null {
  const { lexicon } = walk.reading;
  const sure = find(walk, lexicon.message, token);
  const end = sure >= 0 ? sure : find(walk, lexicon.saying, token);
  const content = end < 0 ? undefined : contentFrom(walk, end);
  if (!content) return null;
  if (content.kind === 'quoted') {
    return { kind: 'message', contentAt: content.start, contentEnd: content.end, day: null };
  }
  if (sure < 0 && walk.current.kind === 'reason') return null;
  return { kind: 'message', contentAt: content.start, contentEnd: null, day: null };
}

function reason(walk: Walk, token: Token): Opening | null {
  if (walk.current.kind === 'reason') return null;
  const { lexicon } = walk.reading;
  const end = find(walk, lexicon.because, token);
  if (end >= 0) return { kind: 'reason', contentAt: end, contentEnd: null, day: null };
  // `…, he audits Q3` and `… - he audits Q3`: a person begins a sentence, and no name.
  const before = walk.tokens[walk.index - 1];
  const behindComma = before?.kind === 'comma' || /^[-–—]$/.test(before?.text ?? '');
  const isPerson =
    token.text === token.text.toLowerCase() && find(walk, lexicon.people, token) >= 0;
  if (behindComma && isPerson) {
    return { kind: 'reason', contentAt: token.start, contentEnd: null, day: null };
  }
  const weak = find(walk, lexicon.becauseBeforePeople, token);
  const content = weak < 0 ? undefined : contentFrom(walk, weak);
  if (content?.kind !== 'word' || find(walk, lexicon.people, content) < 0) return null;
  return { kind: 'reason', contentAt: content.start, contentEnd: null, day: null };
}

function directoryOnly(walk: Walk, token: Token): Opening | null {
  if (walk.current.kind === 'reason') return null;
  const end = find(walk, walk.reading.lexicon.directoryOnly, token);
  if (end < 0) return null;
  const next = indexFrom(walk, end);
  const before = walk.tokens[next - 1];
  if (before?.stop === '' && !isBoundary(walk, next)) return null;
  return { kind: 'directoryOnly', contentAt: token.start, contentEnd: end, day: null };
}

function resources(walk: Walk, token: Token): Opening | null {
  const end = find(walk, walk.reading.lexicon.to, token);
  const content = end < 0 ? undefined : contentFrom(walk, end);
  if (!content || content.kind === 'address' || !mayOpenResources(walk, content)) return null;
  return { kind: 'resources', contentAt: content.start, contentEnd: null, day: null };
}

/** `to` is a part of many names and reasons: it opens another part only where one can begin. */
function mayOpenResources(walk: Walk, content: Token): boolean {
  const before = walk.tokens[walk.index - 1];
  const separated =
    !before || isSeparator(before) || before.stop.endsWith(':') || isAnd(walk, before);
  switch (walk.current.kind) {
    case 'resources':
      return separated;
    case 'rest':
      return separated || walk.current.tokens.length === 0;
    case 'reason':
      return (
        (before?.kind === 'newline' || content.kind === 'quoted') &&
        !walk.clauses.some(({ kind }) => kind === 'resources')
      );
    default:
      return true;
  }
}
