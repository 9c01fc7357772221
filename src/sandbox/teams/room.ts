import type { Tenant } from '../tenant/tenant.ts';
import type { World } from '../world.ts';
import type { BotLine } from './bot-line.ts';
import type { MessageLog } from './message-log.ts';
import type { Outgoing } from './outgoing.ts';

/** Everything Teams is made of, handed to its operations. */
export interface Room {
  readonly world: World;
  readonly tenant: Tenant;
  readonly log: MessageLog;
  readonly bot: BotLine;
  readonly outgoing: Outgoing;
}
