import { explain } from '../language/explain.ts';
import type { Texts } from '../language/types.ts';
import type { Problem } from '../requests/types.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { buttonRows, say } from './buttons.ts';
import { capped, frame, head, run, words } from './elements.ts';
import { fitting, jsonBytes } from './fit.ts';
import { problemLine } from './progress.ts';

/** A sentence that would work, offered as a button. `title` is what the button says. */
export interface Repair {
  readonly title: string;
  readonly text: string;
}

/** Bytes of JSON of a sentence that is still offered: cut short it would say something else. */
const SENTENCE_BYTES = 1_000;

/** What was refused: an invitation, of which nothing was started; or anything else that somebody said. */
export type Refused = 'invitation' | 'other';

/** Why it was refused: each cause with the next step, and corrected sentences to send with a press. */
export function refusalCard(
  problems: readonly Problem[],
  texts: Texts,
  repairs: readonly Repair[] = [],
  refused: Refused = 'invitation',
): AdaptiveCard {
  const [first] = problems;
  const unknown = first?.code === 'sentence.unknown';
  const title = texts.t(`cards.refusal.${unknown ? 'unknown' : refused}`);
  const lead = refused === 'invitation' ? [run(texts.t('cards.refusal.line'))] : [];
  const offered = repairs.filter(({ text }) => jsonBytes(text) <= SENTENCE_BYTES).slice(0, 4);
  const line = first ? explain(texts, first).cause : title;
  return fitting((limits) =>
    frame(line, [
      head(refused === 'invitation' ? 'warning' : 'emphasis', title, lead),
      ...capped(problems, limits.entries, texts, (problem) => ({
        type: 'Container',
        spacing: 'medium',
        // The title has named the cause of a sentence that nobody could read.
        items: [
          unknown ? words(explain(texts, problem).nextStep) : problemLine(problem, texts, limits),
        ],
      })),
      ...buttonRows(
        offered.map(({ title, text }) => say(text, title)),
        1,
      ),
    ]),
  );
}
