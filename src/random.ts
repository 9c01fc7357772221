import { randomInt, randomUUID } from 'node:crypto';
import type { Random } from './requests/ports.ts';

/** Without the letters and digits that people take for one another. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';

/** The machine's own randomness. */
export const systemRandom: Random = {
  text: (length) => Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  uuid: () => randomUUID(),
};
