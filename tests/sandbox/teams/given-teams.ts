import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import restify, { type Server } from 'restify';
import { openClock } from '../../../src/sandbox/clock.ts';
import { openConditions } from '../../../src/sandbox/conditions/conditions.ts';
import { serveLogin } from '../../../src/sandbox/login/index.ts';
import { ensureKeys } from '../../../src/sandbox/login/keys.ts';
import { guardControl } from '../../../src/sandbox/origin-guard.ts';
import { openStore, type Store } from '../../../src/sandbox/store.ts';
import { serveTeams } from '../../../src/sandbox/teams/index.ts';
import { ensureSeeded } from '../../../src/sandbox/tenant/seed/woodgrove.ts';
import { openTenant, type Tenant } from '../../../src/sandbox/tenant/tenant.ts';
import { Changes, type Topic, type World } from '../../../src/sandbox/world.ts';
import { type SandboxClient, sandboxClient } from '../../support/sandbox-client.ts';
import { startTinyBot, type TinyBot } from './tiny-bot.ts';

/** WoodGrove's Teams on a port of its own, with a bot that does what the test says. */
export interface GivenTeams extends Omit<SandboxClient, 'tenant'> {
  readonly world: World;
  readonly tenant: Tenant;
  readonly bot: TinyBot;
  readonly origin: string;
  /** Topics and details told to the page, in order. */
  readonly told: readonly [Topic, string | undefined][];
  /** The same Teams on the same folder, as after a crash. */
  reopen(): Promise<GivenTeams>;
  close(): Promise<void>;
}

const identities = {
  tenantId: '6f0d6d3a-5c1e-4c58-9d0c-2f6a8f1b7e10',
  botId: '0f3e1c52-8f0b-4a54-9a8e-7a4c9f6b2d31',
  botSecret: 'woodgrove-sandbox',
  teamsAppId: 'c2a7b9d4-1e63-4f0a-b85d-93d7e4f0a126',
};

/** Starts both; the bot has been told where it is. With `botUp: false` it is down at first, and has not. */
export async function givenTeams({ botUp = true } = {}): Promise<GivenTeams> {
  const dataDir = mkdtempSync(join(tmpdir(), 'guestlist-teams-'));
  const bot = await startTinyBot(identities);
  if (!botUp) await bot.goDown();
  const teams = await openTeams(dataDir, bot);
  if (botUp) await eventually(() => teams.world.store.table('teams/outgoing').size === 0);
  return teams;
}

let keys: [string, unknown][] = [];

/** One set of keys for a whole file, since the SDK keeps its tokens for the life of the process. */
async function lendKeys(store: Store): Promise<void> {
  store.write(() => {
    for (const [id, pair] of keys) store.table('keys').put(id, pair);
  });
  await ensureKeys(store);
  keys = store.table('keys').entries();
}

async function openTeams(dataDir: string, bot: TinyBot): Promise<GivenTeams> {
  const store = openStore(join(dataDir, 'sandbox'));
  await lendKeys(store);
  const server = restify.createServer({ maxParamLength: 16_384, handleUncaughtExceptions: false });
  const changes = new Changes();
  const told: [Topic, string | undefined][] = [];
  changes.on('changed', (topic, detail) => told.push([topic, detail]));
  const port = await listen(server);
  const origin = `http://127.0.0.1:${port}`;
  const settings = { ...identities, port, origin, botOrigin: bot.origin, dataDir, mailFrom: [] };
  const clock = openClock(store);
  const world: World = { settings, store, clock, changes, conditions: openConditions() };
  const tenant = openTenant(world);
  ensureSeeded(tenant);
  server.use(guardControl);
  serveLogin(server, world, tenant);
  bot.meet(origin);
  serveTeams(server, world, tenant);

  const shut = async () => {
    await new Promise<void>((resolve) => {
      server.server.close(() => resolve());
      server.server.closeAllConnections();
    });
    await store.close();
  };
  return {
    ...sandboxClient(origin),
    world,
    tenant,
    bot,
    origin,
    told,
    reopen: async () => {
      await shut();
      return openTeams(dataDir, bot);
    },
    close: async () => {
      await shut();
      await bot.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address: AddressInfo = server.address();
  return address.port;
}

/** Waits until `look` finds something. */
export async function eventually<T>(look: () => T | undefined | null | false): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = look();
    if (found) return found;
    await wait(25);
  }
  throw new Error('It did not happen within 10 s.');
}
