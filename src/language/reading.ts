import type { Reading } from '../requests/deps.ts';
import type { GuestWish } from '../requests/types.ts';
import { checkAddress } from './address.ts';
import { lexiconOf } from './grammar/lexicon.ts';
import { readGuests } from './grammar/read-guests.ts';
import { scan } from './grammar/scan.ts';
import { wordsFor } from './words/index.ts';

/** How what people write into a form is read: with the same grammar as a sentence. */
export const reading: Reading = {
  checkAddress(address) {
    const checked = checkAddress(address);
    return checked.ok ? null : { problem: checked.problem, suggestion: checked.suggestion };
  },
  readGuests: (text) => readGuestField(text),
};

/** What was meant as an address and is none stays in the list, so that it is refused by name and not lost. */
function readGuestField(text: string): readonly GuestWish[] {
  const [words] = wordsFor('en');
  if (!words) return [];
  const calendar = { today: '', locale: 'en', words };
  const { guests, gaps } = readGuests({ text, lexicon: lexiconOf(words), calendar }, scan(text));
  const broken = gaps.flatMap(({ params }) => params.address ?? params.name ?? params.text ?? []);
  return [...guests, ...broken.map((address) => ({ address, name: null }))];
}
