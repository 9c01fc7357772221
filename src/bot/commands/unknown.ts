import { refusalCard } from '../../cards/index.ts';
import type { CommandHandler } from './command.ts';

/** Nothing we know: says so, with the nearest sentence that would be understood as a button. */
export const unknown: CommandHandler<'unknown'> = {
  kind: 'unknown',
  async run({ texts }, { nearest }) {
    const sentences = nearest
      ? [nearest, texts.t('cards.sentence.help')]
      : [texts.t('cards.sentence.help')];
    const card = refusalCard(
      [{ code: 'sentence.unknown', params: {} }],
      texts,
      sentences.map((sentence) => ({ title: sentence, text: sentence })),
    );
    return { kind: 'refused', message: { card, summary: texts.t('errors.sentence.unknown') } };
  },
};
