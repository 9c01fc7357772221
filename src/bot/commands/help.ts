import { helpCard } from '../../cards/index.ts';
import { type CommandHandler, say } from './command.ts';

/** `help` */
export const help: CommandHandler<'help'> = {
  kind: 'help',
  run: async ({ texts }) => say(helpCard(texts), texts.t('cards.help.title')),
};
