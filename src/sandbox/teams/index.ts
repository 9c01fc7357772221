import type { Server } from 'restify';
import type { Tenant } from '../tenant/tenant.ts';
import type { World } from '../world.ts';
import { openBotLine } from './bot-line.ts';
import { serveConnector } from './connector/index.ts';
import { openMessageLog } from './message-log.ts';
import { openOutgoing } from './outgoing.ts';
import { servePeople } from './people/routes.ts';
import type { Room } from './room.ts';
import { watchTenant } from './watch-tenant.ts';

/**
 * Serves WoodGrove's Teams: the Bot Connector for the bot, and the control routes of what people do.
 * From now on the bot is told of installations and members; that ends when the server closes.
 */
export function serveTeams(server: Server, world: World, tenant: Tenant): Room {
  const bot = openBotLine(world);
  const outgoing = openOutgoing(world, bot);
  const room: Room = { world, tenant, log: openMessageLog(world), bot, outgoing };
  serveConnector(server, room);
  servePeople(server, room);
  const endWatch = watchTenant(room);
  server.server.once('close', () => {
    endWatch();
    outgoing.close();
    bot.close();
  });
  return room;
}
