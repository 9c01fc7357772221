import type { CommandHandler } from './command.ts';

/** `thanks`: a word back, and nothing to press. */
export const thanks: CommandHandler<'thanks'> = {
  kind: 'thanks',
  run: async ({ texts }) => ({ kind: 'message', message: { text: texts.t('chat.thanks') } }),
};
