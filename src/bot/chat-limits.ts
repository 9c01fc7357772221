import type { Ledger } from '../pace/ledger.ts';
import { buckets, type LimitRule, type LimitRules } from '../pace/limit.ts';
import { createPacer, type Pacer } from '../pace/pacer.ts';
import { machineTimer, type Timer } from '../pace/timer.ts';

/** `chat`: sending and changing messages. `opening`: a person's 1:1 chat. `roster`: reading members. `bot`: all calls. */
export type ChatLimitKind = 'chat' | 'opening' | 'roster' | 'bot';

/** The connector's limits. Source of each: Microsoft's page on rate limits for bots in Teams. */
export interface ChatLimitSettings {
  /** Messages in one conversation: 7 per 1 s, 8 per 2 s, 60 per 30 s and 1,800 per hour. */
  readonly chatSendsPerSecond: number;
  readonly chatSendsPer2Seconds: number;
  readonly chatSendsPer30Seconds: number;
  readonly chatSendsPerHour: number;
  /** All calls of the bot in one tenant: 50 per s; older copies of the page say 30. */
  readonly botCallsPerSecond: number;
}

/** Holds calls to the connector below its limits. */
export type ChatPacer = Pacer<ChatLimitKind>;

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** The rule of each kind under these settings. Members may be read twice as often as messages may be sent. */
function chatLimitRules(settings: ChatLimitSettings): LimitRules<ChatLimitKind> {
  const windows = (times: number): LimitRule =>
    buckets(
      [times * settings.chatSendsPerSecond, SECOND],
      [times * settings.chatSendsPer2Seconds, 2 * SECOND],
      [times * settings.chatSendsPer30Seconds, 30 * SECOND],
      [times * settings.chatSendsPerHour, HOUR],
    );
  return {
    chat: windows(1),
    opening: windows(1),
    roster: windows(2),
    bot: buckets([settings.botCallsPerSecond, SECOND]),
  };
}

/** A pacer for the connector, together with everybody who shares the ledger. */
export function createChatPacer(
  settings: ChatLimitSettings,
  ledger: Ledger,
  timer: Timer = machineTimer,
  onAway?: (error: unknown) => void,
): ChatPacer {
  return createPacer({ name: 'teams', rules: chatLimitRules(settings), ledger, timer, onAway });
}
