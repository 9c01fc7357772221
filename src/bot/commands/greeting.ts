import { greetingCard } from '../../cards/index.ts';
import { type CommandHandler, say } from './command.ts';

/** `hello`: people who are kind get the way in, not an error. */
export const greeting: CommandHandler<'greeting'> = {
  kind: 'greeting',
  run: async ({ texts }) => say(greetingCard(texts), texts.t('cards.hello')),
};
