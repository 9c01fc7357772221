import { pino } from 'pino';
import { createChatPacer } from '../../src/bot/chat-limits.ts';
import type { BotDeps, OurTurn } from '../../src/bot/deps.ts';
import { presenter } from '../../src/bot/presenter.ts';
import { createShortMemory } from '../../src/bot/short-memory.ts';
import type { Turn } from '../../src/bot/turn.ts';
import { createTurnLimit } from '../../src/bot/turn-limit.ts';
import { gatherClaims } from '../../src/db/notices.ts';
import { textsFor } from '../../src/language/texts.ts';
import { memoryLedger } from '../../src/pace/ledger.ts';
import { machineTimer } from '../../src/pace/timer.ts';
import type { RequestDeps } from '../../src/requests/deps.ts';
import { publishedChatLimits } from '../bot/support/chat-limits.ts';

/** What commands and actions work with, around these operations. */
export function givenBot(requests: RequestDeps): BotDeps {
  return {
    requests,
    presenter,
    tenantId: 'tenant',
    botId: 'bot',
    peopleTokens: null,
    turnLimit: createTurnLimit(120),
    pacer: createChatPacer(publishedChatLimits, memoryLedger(machineTimer)),
    claimNotice: gatherClaims(requests.db),
    memory: createShortMemory(requests.clock),
    log: pino({ level: 'silent' }),
    turnEnded: () => undefined,
  };
}

/** A turn of this person's in his own 1:1 chat, unless told otherwise. */
export function givenTurn(deps: BotDeps, actorId: string, changes: Partial<Turn> = {}): OurTurn {
  const turn: Turn = {
    actorId,
    memberId: `29:${actorId}`,
    locale: 'en-GB',
    today: '2026-11-21',
    chat: { conversationId: `chat-${actorId}`, serviceUrl: 'https://teams.test/' },
    chatKind: 'personal',
    teamId: null,
    isOutsider: false,
    saidAt: null,
    activityId: null,
    replyToId: null,
    ...changes,
  };
  return { deps, turn, texts: textsFor(turn.locale), said: '' };
}
