import type { ChatLimitSettings } from '../../../src/bot/chat-limits.ts';

/** Microsoft's published limits for bots. */
export const publishedChatLimits: ChatLimitSettings = {
  chatSendsPerSecond: 7,
  chatSendsPer2Seconds: 8,
  chatSendsPer30Seconds: 60,
  chatSendsPerHour: 1800,
  botCallsPerSecond: 50,
};
