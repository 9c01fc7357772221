import { welcomeCard } from '../../cards/index.ts';
import { type CommandHandler, say } from './command.ts';

/** `hello`, `thanks`: people who are kind get the way in, not an error. */
export const greeting: CommandHandler<'greeting'> = {
  kind: 'greeting',
  run: async ({ texts, turn }) =>
    say(
      welcomeCard(turn.chatKind === 'channel' ? 'team' : turn.chatKind, texts),
      texts.t('cards.welcome.title'),
    ),
};
