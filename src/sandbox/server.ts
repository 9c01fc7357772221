import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import restify, { type Server } from 'restify';
import { openClock } from './clock.ts';
import { openConditions } from './conditions/conditions.ts';
import { serveControl } from './control/index.ts';
import { type GraphLog, openGraphLog } from './graph-api/graph-log.ts';
import { serveGraph } from './graph-api/index.ts';
import { serveLogin } from './login/index.ts';
import { ensureKeys } from './login/keys.ts';
import { guardControl } from './origin-guard.ts';
import { servePage } from './serve-page.ts';
import { openStore } from './store.ts';
import { serveTeams } from './teams/index.ts';
import { ensureSeeded } from './tenant/seed/woodgrove.ts';
import { openTenant, type Tenant } from './tenant/tenant.ts';
import { Changes, type SandboxSettings, type World } from './world.ts';

/** A running WoodGrove. */
export interface Sandbox {
  readonly origin: string;
  readonly world: World;
  readonly tenant: Tenant;
  /** Ends every connection and closes the store. */
  close(): Promise<void>;
}

/** Longest piece of a path; Graph's paths carry ids of mails and tickets. */
const LONGEST_PATH_PIECE = 16_384;

async function listen(server: Server, port: number, mount: (port: number) => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      // Mounted before the first connection can be taken, since the address is only known now.
      const address: AddressInfo | string | null = server.address();
      mount(typeof address === 'object' && address ? address.port : port);
      resolve();
    });
  });
}

async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.server.close(() => resolve());
    server.server.closeAllConnections();
  });
}

/** Opens the store, seeds it where it is empty, and serves every room. Port 0 lets the system choose. */
export async function startSandbox(settings: SandboxSettings): Promise<Sandbox> {
  const store = openStore(join(settings.dataDir, 'sandbox'));
  const server = restify.createServer({
    name: 'woodgrove',
    maxParamLength: LONGEST_PATH_PIECE,
    handleUncaughtExceptions: false,
  });
  try {
    await ensureKeys(store);
    const base = {
      store,
      clock: openClock(store),
      changes: new Changes(),
      conditions: openConditions(),
    };
    let running: { world: World; tenant: Tenant; log: GraphLog } | undefined;
    await listen(server, settings.port, (port) => {
      const origin = `http://127.0.0.1:${port}`;
      const world: World = { ...base, settings: { ...settings, port, origin } };
      const tenant = openTenant(world);
      ensureSeeded(tenant);
      server.pre(guardControl(world));
      serveLogin(server, world, tenant);
      const log = openGraphLog(world);
      serveGraph(server, world, tenant, log);
      serveTeams(server, world, tenant);
      serveControl(server, world, tenant, log);
      servePage(server);
      running = { world, tenant, log };
    });
    if (!running) throw new Error('The server listens without having been set up.');
    const { world, tenant, log } = running;
    return {
      origin: world.settings.origin,
      world,
      tenant,
      close: async () => {
        world.changes.removeAllListeners();
        await closeServer(server);
        log.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
