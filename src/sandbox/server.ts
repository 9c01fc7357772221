import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import restify, { type Server } from 'restify';
import { lockFolder } from '../data-folder.ts';
import { AppError } from '../errors.ts';
import { openClock } from './clock.ts';
import { openConditions } from './conditions/conditions.ts';
import { serveControl } from './control/index.ts';
import { openGraphLog } from './graph-api/graph-log.ts';
import { serveGraph } from './graph-api/index.ts';
import { serveLogin } from './login/index.ts';
import { ensureKeys } from './login/keys.ts';
import { guardControl } from './origin-guard.ts';
import { servePage } from './serve-page.ts';
import { openStore, type Store } from './store.ts';
import { serveTeams } from './teams/index.ts';
import { ensureSeeded } from './tenant/seed/woodgrove.ts';
import { openTenant, type Tenant } from './tenant/tenant.ts';
import { serveTokenService } from './token-service/index.ts';
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

/**
 * How long a connection with nothing under way is kept, in ms. Node's 5 s are less than what its own client
 * takes a kept connection for good, and a call into one that was just closed is lost.
 */
const IDLE_MS = 65_000;

/** Listens; gives what `mount` has built. Throws AppError `start.portInUse`, `start.cannotListen`. */
async function listen<T>(server: Server, port: number, mount: (port: number) => T): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const code = cause.code === 'EADDRINUSE' ? 'start.portInUse' : 'start.cannotListen';
      reject(new AppError(code, { port }, { cause }));
    });
    server.server.keepAliveTimeout = IDLE_MS;
    server.listen(port, '127.0.0.1', () => {
      // Mounted before the first connection can be taken, since the address is only known now.
      const address: AddressInfo | string | null = server.address();
      resolve(mount(typeof address === 'object' && address ? address.port : port));
    });
  });
}

async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.server.close(() => resolve());
    server.server.closeAllConnections();
  });
}

/** Serves every room of a world, seeded where it is empty. */
function mountRooms(server: Server, world: World) {
  const tenant = openTenant(world);
  ensureSeeded(tenant);
  const log = openGraphLog(world);
  server.use(guardControl);
  serveLogin(server, world, tenant);
  serveTokenService(server, tenant);
  serveGraph(server, world, tenant, log);
  serveTeams(server, world, tenant);
  serveControl(server, world, tenant, log);
  servePage(server);
  return { tenant, log };
}

async function open(settings: SandboxSettings, store: Store): Promise<Sandbox> {
  await ensureKeys(store);
  const server = restify.createServer({
    name: 'woodgrove',
    maxParamLength: LONGEST_PATH_PIECE,
    handleUncaughtExceptions: false,
  });
  const { world, tenant, log } = await listen(server, settings.port, (port) => {
    const world: World = {
      settings: { ...settings, port, origin: `http://127.0.0.1:${port}` },
      store,
      clock: openClock(store),
      changes: new Changes(),
      conditions: openConditions(),
    };
    return { world, ...mountRooms(server, world) };
  });
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
}

/**
 * Opens the store, for this process alone, seeds it where it is empty, and serves every room. Port 0 lets
 * the system choose. Throws AppError `start.*`.
 */
export async function startSandbox(settings: SandboxSettings): Promise<Sandbox> {
  const letGo = lockFolder(settings.dataDir, 'sandbox.lock');
  try {
    const sandbox = await openStored(settings);
    return { ...sandbox, close: () => sandbox.close().finally(letGo) };
  } catch (error) {
    letGo();
    throw error;
  }
}

async function openStored(settings: SandboxSettings): Promise<Sandbox> {
  const store = openStore(join(settings.dataDir, 'sandbox'));
  try {
    return await open(settings, store);
  } catch (error) {
    await store.close();
    throw error;
  }
}
