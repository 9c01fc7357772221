import type { Texts } from '../language/types.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { buttonRows, say } from './buttons.ts';
import { aside, frame, head, run } from './elements.ts';

/** Offers an owner to have guests added in his name: what for, and what it is like without. */
export function ownRightCard(texts: Texts): AdaptiveCard {
  const title = texts.t('cards.ownRight.title');
  return frame(title, [
    head('accent', title, [run(texts.t('cards.ownRight.what'))]),
    aside(texts.t('cards.ownRight.without')),
    ...buttonRows([say(texts.t('cards.sentence.signIn'), texts.t('cards.ownRight.button'))], 1),
  ]);
}
