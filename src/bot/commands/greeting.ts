import { greetingCard, guestHelpCard } from '../../cards/index.ts';
import { isGuest } from '../is-guest.ts';
import { type CommandHandler, say } from './command.ts';

/** `hello`: people who are kind get the way in, not an error. A guest, who may not invite, gets his own. */
export const greeting: CommandHandler<'greeting'> = {
  kind: 'greeting',
  async run({ deps, turn, texts }) {
    if (await isGuest(deps, turn.actorId)) {
      return say(guestHelpCard(texts), texts.t('cards.guestHelp.title'));
    }
    return say(greetingCard(texts), texts.t('cards.hello'));
  },
};
