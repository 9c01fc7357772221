import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Server } from 'restify';
import { agreedLinkKey } from './agreed-link-key.ts';
import { chainKey } from './audit/chain-key.ts';
import { createChatBook } from './bot/chat-book.ts';
import { createActivityHandler } from './bot/handle-activity.ts';
import { createNotifier } from './bot/notifier.ts';
import { presenter } from './bot/presenter.ts';
import { createShortMemory, type ShortMemory } from './bot/short-memory.ts';
import { createTurnLimit } from './bot/turn-limit.ts';
import { createClock, type MovableClock } from './clock.ts';
import type { Config } from './config.ts';
import { gatherClaims } from './db/notices.ts';
import { openDatabase } from './db/open.ts';
import type { Database } from './db/types.ts';
import type { GuestDeps } from './guests/deps.ts';
import { workPending } from './jobs/pending.ts';
import { type JobQueue, openQueue } from './jobs/queue.ts';
import { createWork } from './jobs/work.ts';
import { reading } from './language/reading.ts';
import { textsFor } from './language/texts.ts';
import { createLog } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { type Outside, openOutside } from './outside.ts';
import { systemRandom } from './random.ts';
import { type Rehearsal, rehearse } from './rehearsal.ts';
import type { RequestDeps } from './requests/deps.ts';
import { openAdmin } from './server/admin.ts';
import { databaseCheck, diskCheck } from './server/checks.ts';
import { createDoor } from './server/door.ts';
import { closeServer, listen } from './server/listen.ts';
import { createServer } from './server/server.ts';

/** The running bot. */
export interface App {
  /** The port it listens on. */
  readonly port: number;
  /** Resolves when the database has ended, and this process can only be started again. */
  readonly ended: Promise<unknown>;
  /** Takes nothing new, ends what runs, lets go of the database. */
  close(): Promise<void>;
}

/** Where a first message goes while no turn has told us of a region (Teams' global service address). */
const DEFAULT_SERVICE_URL = 'https://smba.trafficmanager.net/teams/';

/**
 * Builds the product and lets it listen; `prepareWork` makes what goes on beside the turns. Throws AppError
 * `start.*` where the machine or a setting refuses.
 */
export async function createApp(config: Config, prepareWork = createWork): Promise<App> {
  const log = createLog(config.logLevel);
  const clock = createClock();
  const database = await openDatabase(config);
  const linkKey = await agreedLinkKey(database, { ...config, at: clock.now() });
  const queue = await openQueue(database, (err) => log.error({ err }, 'queue failed'));
  const metrics = createMetrics(() => workPending(database.db, clock));
  const outside = openOutside(config, { db: database.db, clock, log, metrics });
  const deps = buildDeps({ config, linkKey, clock, database, queue, outside, log });
  const { arrivalPollSeconds } = config;
  const work = prepareWork({ queue, deps, log, arrivalPollSeconds, onEnd: metrics.jobEnded });
  const memory = createShortMemory(clock);
  const rehearsal = config.sandboxOrigin
    ? rehearse(config.sandboxOrigin, { clock, database, work, log, onEmptied: memory.forgetAll })
    : null;
  const server = buildServer({ config, database, outside, deps, memory, metrics, rehearsal, log });
  await (rehearsal ? rehearsal.start() : work.start());
  const port = await listen(server, config.host, config.port);
  const admin = await openAdmin(config.adminSocket, {
    queue,
    clock,
    chainKey: chainKey(linkKey),
  });
  log.info({ port, database: database.kind }, 'listening');
  return {
    port,
    ended: database.ended.then((err) => log.fatal({ err }, 'database ended')),
    async close() {
      const rest = async () => {
        // First, as it may begin the work anew.
        await rehearsal?.stop();
        await work.stop();
      };
      const letGo = async () => {
        await Promise.all([closeServer(server), admin.close(), rest()]);
        await outside.close();
        await queue.close();
        await database.close();
      };
      const late = wait(CLOSE_MS, 'late', { ref: false });
      if ((await Promise.race([letGo(), late])) !== 'late') return;
      log.warn('ended before all was through; the queue makes up for it');
    },
  };
}

/**
 * The longest that an end may take, in ms: 15 s of a turn, and what must follow it, within the 30 s after
 * which Kubernetes ends a process that was asked to end (`terminationGracePeriodSeconds`).
 */
const CLOSE_MS = 25_000;

function buildDeps(parts: {
  readonly config: Config;
  readonly linkKey: Buffer;
  readonly clock: MovableClock;
  readonly database: Database;
  readonly queue: JobQueue;
  readonly outside: Outside;
  readonly log: Logger;
}): GuestDeps {
  const { config, linkKey, clock, database, queue, outside, log } = parts;
  const { graph, adapter, chatPacer } = outside;
  const requests: RequestDeps = {
    db: database.db,
    queue,
    clock,
    random: systemRandom,
    directory: graph.directory,
    reading,
    settings: { directoryOnly: config.directoryOnly },
    log,
  };
  return {
    ...requests,
    presenter,
    tenant: graph.tenant,
    mailboxes: graph.mailboxes,
    brand: config.brand,
    texts: textsFor,
    linkKey,
    notifier: createNotifier({
      adapter,
      botId: config.bot.id,
      tenantId: config.tenantId,
      chats: createChatBook(database.db, clock),
      apps: graph.apps,
      pacer: chatPacer,
      defaultServiceUrl: DEFAULT_SERVICE_URL,
    }),
  };
}

/** What the bot's port answers: its activities, and whether it is well. */
function buildServer(parts: {
  readonly config: Config;
  readonly database: Database;
  readonly outside: Outside;
  readonly deps: GuestDeps;
  readonly memory: ShortMemory;
  readonly metrics: Metrics;
  readonly rehearsal: Rehearsal | null;
  readonly log: Logger;
}): Server {
  const { config, database, outside, deps, memory, metrics, rehearsal, log } = parts;
  const { adapter, checkToken, chatPacer } = outside;
  const onActivity = createActivityHandler({
    requests: deps,
    presenter,
    tenantId: config.tenantId,
    botId: config.bot.id,
    turnLimit: createTurnLimit(config.turnsPerPersonPerMinute),
    pacer: chatPacer,
    log,
    claimNotice: gatherClaims(database.db),
    memory,
    turnEnded: metrics.turnEnded,
  });
  const server = createServer({
    log,
    metrics: metrics.registry,
    checks: {
      database: databaseCheck(database),
      ...(database.kind === 'embedded' ? { disk: diskCheck(config.dataDir) } : {}),
      ...(rehearsal ? { tenant: rehearsal.check } : {}),
    },
    onActivity: createDoor({
      checkToken,
      serviceUrls: config.serviceUrls,
      adapter,
      onActivity,
      log,
    }),
  });
  if (rehearsal) {
    server.post('/_sandbox/sync', async (req, res) => {
      res.send(await rehearsal.follow(req), {});
    });
  }
  return server;
}
