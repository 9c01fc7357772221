import { type Activity, ActivityTypes, CardFactory } from 'botbuilder';
import type { ChatMessage } from '../requests/ports.ts';

/** Our message as Teams takes it: one card, or text with its mentions. */
export function toActivity(message: ChatMessage): Partial<Activity> {
  return {
    type: ActivityTypes.Message,
    ...(message.text ? { text: message.text, textFormat: 'markdown' } : {}),
    ...(message.summary ? { summary: message.summary } : {}),
    ...(message.card ? { attachments: [CardFactory.adaptiveCard(message.card)] } : {}),
    ...(message.mentions
      ? {
          entities: message.mentions.map(({ id, name }) => ({
            type: 'mention',
            text: `<at>${name}</at>`,
            mentioned: { id, name },
          })),
        }
      : {}),
  };
}
