import type { Reading } from '../requests/deps.ts';
import type { GuestWish } from '../requests/types.ts';
import { checkAddress } from './address.ts';
import { lexiconOf } from './grammar/lexicon.ts';
import { readGuests } from './grammar/read-guests.ts';
import { scan } from './grammar/scan.ts';
import { tidied } from './incoming-text.ts';
import { en } from './words/en.ts';

/** How what people write into a form is read: with the same grammar as a sentence. */
export const reading: Reading = {
  checkAddress(address) {
    const checked = checkAddress(address);
    return checked.ok ? null : { problem: checked.problem, suggestion: checked.suggestion };
  },
  readGuests: (text) => readGuestField(text),
};

/** What was meant as an address and is none stays in the list, so that it is refused by name and not lost. */
function readGuestField(field: string): readonly GuestWish[] {
  const text = tidied(field);
  const calendar = { today: '', locale: en.language, words: en };
  const { guests, gaps } = readGuests({ text, lexicon: lexiconOf(en), calendar }, scan(text));
  const broken = gaps.flatMap(({ params }) => params.address ?? params.name ?? []);
  return [...guests, ...broken.map((address) => ({ address, name: null }))];
}
