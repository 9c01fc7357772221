import { type Explanation, explain } from './explain.ts';
import { permissionTexts } from './permission-texts.ts';
import type { Texts } from './types.ts';

/** What the doctor found, as far as words are made of it. */
interface Found {
  readonly state: 'ok' | 'warning' | 'problem' | 'unchecked';
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** What the doctor found, in words: how it is, and what mends it ('' where nothing needs to be done). */
export function findingWords(texts: Texts, found: Found): Explanation {
  const params = { ...found.params, ...ofPermission(texts, found) };
  if (found.state === 'ok') {
    return { cause: texts.t(`doctor.well.${found.code}`, params), nextStep: '' };
  }
  return explain(texts, { code: found.code, params });
}

/** What a permission of ours is for; of one that is not ours nothing can be said. */
function ofPermission(texts: Texts, { code, params }: Found): Record<string, string> {
  const { permission } = params;
  if (typeof permission !== 'string' || !/^(permission|doctor\.permissionMissing)/.test(code)) {
    return {};
  }
  return permissionTexts(texts, permission);
}
