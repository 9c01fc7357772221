import type { Texts } from '../language/types.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { buttonRows, say } from './buttons.ts';
import { aside, frame, head, run } from './elements.ts';

/**
 * Offers somebody to have guests added in his name: what for, and what it is like without. `invites`: his
 * invitations, too.
 */
export function ownRightCard(texts: Texts, invites: boolean): AdaptiveCard {
  const [title, what, without] = (['title', 'what', 'without'] as const).map((key) =>
    texts.t(`cards.ownRight.${key}${invites ? 'Invites' : ''}`),
  );
  return frame(title ?? '', [
    head('accent', title ?? '', [run(what ?? '')]),
    aside(without ?? ''),
    ...buttonRows([say(texts.t('cards.sentence.signIn'), texts.t('cards.ownRight.button'))], 1),
  ]);
}
