import { guestHelpCard, helpCard } from '../../cards/index.ts';
import { isGuest } from '../is-guest.ts';
import { type CommandHandler, say } from './command.ts';

/** `help`. A guest, who may not invite, gets his own. */
export const help: CommandHandler<'help'> = {
  kind: 'help',
  async run({ deps, turn, texts }) {
    if (await isGuest(deps, turn.actorId)) {
      return say(guestHelpCard(texts), texts.t('cards.guestHelp.title'));
    }
    return say(
      helpCard(texts, { signIn: deps.peopleTokens !== null }),
      texts.t('cards.help.title'),
    );
  },
};
