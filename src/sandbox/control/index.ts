import type { Server } from 'restify';
import type { GraphLog } from '../graph-api/graph-log.ts';
import { refusal, route, target } from '../http.ts';
import { epochOf, resetWoodgrove } from '../tenant/seed/woodgrove.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { Topic, World } from '../world.ts';
import { serveBot } from './bot-routes.ts';
import { serveClock } from './clock-routes.ts';
import { serveConditions } from './condition-routes.ts';
import { serveEvents } from './events.ts';
import { serveMail } from './mail-routes.ts';
import { nudgeBot } from './nudge-bot.ts';
import { serveSeed } from './seed-routes.ts';
import { serveTenant } from './tenant-routes.ts';

const EVERYTHING: readonly Topic[] = ['people', 'tenant', 'outbox', 'graph', 'messages', 'clock'];

function serveState(server: Server, world: World, tenant: Tenant, log: GraphLog): void {
  const state = () => ({
    status: 200,
    body: { epoch: epochOf(tenant), clockOffsetMs: world.clock.offset() },
  });
  server.get('/_sandbox/state', route(state));
  server.post(
    '/_sandbox/reset',
    route(async () => {
      resetWoodgrove(tenant);
      log.clear();
      await nudgeBot(world);
      for (const topic of EVERYTHING) world.changes.tell(topic);
      return state();
    }),
  );
}

function serveLog(server: Server, log: GraphLog): void {
  server.get(
    '/_sandbox/graph-log',
    route((request) => {
      const since = target(request).query.get('since');
      if (since !== null && Number.isNaN(Date.parse(since))) {
        throw refusal(400, 'badTime', `${since} is no time.`);
      }
      const headers = { 'content-type': 'application/x-ndjson; charset=utf-8' };
      return { status: 200, headers, body: log.lines(since === null ? null : new Date(since)) };
    }),
  );
}

/** The control routes: all but those of what people do in Teams. */
export function serveControl(server: Server, world: World, tenant: Tenant, log: GraphLog): void {
  for (const path of ['/healthz', '/readyz']) {
    server.get(
      path,
      route(() => ({ status: 200, body: { checks: { store: 'ok' } } })),
    );
  }
  serveState(server, world, tenant, log);
  serveLog(server, log);
  serveBot(server, world);
  serveClock(server, world);
  serveConditions(server, world);
  serveTenant(server, world, tenant);
  serveMail(server, tenant);
  serveSeed(server, tenant);
  serveEvents(server, world);
}
