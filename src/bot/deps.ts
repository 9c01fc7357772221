import type { Logger } from 'pino';
import type { ClaimNotice } from '../db/notices.ts';
import type { Texts } from '../language/types.ts';
import type { RequestDeps } from '../requests/deps.ts';
import type { ChatMessage } from '../requests/ports.ts';
import type { Presenter } from '../requests/presenter.ts';
import type { RequestView } from '../requests/types.ts';
import type { ChatPacer } from './chat-limits.ts';
import type { ShortMemory } from './short-memory.ts';
import type { PeopleTokens } from './sign-in/people-tokens.ts';
import type { Place, Turn } from './turn.ts';
import type { TurnLimit } from './turn-limit.ts';

/** What commands and actions work with. */
export interface BotDeps {
  readonly requests: RequestDeps;
  readonly presenter: Presenter;
  readonly tenantId: string;
  readonly botId: string;
  readonly pacer: ChatPacer;
  /** Keeps people's tokens; null: nothing is done in their names. */
  readonly peopleTokens: PeopleTokens | null;
  /** Whether Microsoft invites in people's names, too. */
  readonly microsoftMails?: boolean;
  readonly turnLimit: TurnLimit;
  readonly log: Logger;
  readonly claimNotice: ClaimNotice;
  /** Forgets by itself; and at once where everything was put back to the start. */
  readonly memory: ShortMemory;
  readonly turnEnded: (kind: string, outcome: 'ok' | 'refused' | 'failed', seconds: number) => void;
}

/** One activity, ready to be noted. */
export interface OurPlace {
  readonly deps: BotDeps;
  readonly turn: Place;
  readonly texts: Texts;
  /** The message in plain words; empty for anything but a message. */
  readonly said: string;
}

/** One turn, ready to be answered. */
export interface OurTurn extends OurPlace {
  readonly turn: Turn;
}

/**
 * What a turn answers. `request`: the request's card, kept and redrawn with every change; `message`: said
 * once; `refused`: said once, and says why not.
 */
export type Answer =
  | {
      readonly kind: 'request';
      readonly view: RequestView;
      /** Made by this very turn. Its activity makes no other one, so nobody else shows it. */
      readonly isNew?: true;
    }
  | { readonly kind: 'message' | 'refused'; readonly message: ChatMessage };
