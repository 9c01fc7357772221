import { refusalMessage } from '../refusal.ts';
import type { CommandHandler } from './command.ts';

/** Nothing we know: says so, with the nearest sentence that would be understood as a button. */
export const unknown: CommandHandler<'unknown'> = {
  kind: 'unknown',
  async run({ texts }, { nearest }) {
    const help = texts.t('cards.sentence.help');
    const sentences = nearest ? [nearest, help] : [help];
    const repairs = sentences.map((sentence) => ({ title: sentence, text: sentence }));
    const problem = { code: 'sentence.unknown', params: {} };
    return { kind: 'refused', message: refusalMessage([problem], texts, repairs) };
  },
};
