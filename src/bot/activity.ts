import { type Activity, ActivityTypes, CardFactory } from 'botbuilder';
import type { ChatMessage } from '../requests/ports.ts';

/** Our message as Teams takes it: one card (an Adaptive Card, or an OAuth card), or text with its mentions. */
export function toActivity(message: ChatMessage): Partial<Activity> {
  return {
    type: ActivityTypes.Message,
    ...(message.text ? { text: message.text, textFormat: 'markdown' } : {}),
    ...(message.summary ? { summary: message.summary } : {}),
    ...(message.card ? { attachments: [CardFactory.adaptiveCard(message.card)] } : {}),
    ...(message.signIn
      ? {
          attachments: [
            { contentType: CardFactory.contentTypes.oauthCard, content: message.signIn },
          ],
        }
      : {}),
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
