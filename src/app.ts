import type { Logger } from 'pino';
import type { Server } from 'restify';
import { serveAboutPages } from './about-pages.ts';
import { agreedLinkKey } from './agreed-link-key.ts';
import { chainKey } from './audit/chain-key.ts';
import { createChatBook } from './bot/chat-book.ts';
import { createActivityHandler } from './bot/handle-activity.ts';
import { createNotifier } from './bot/notifier.ts';
import { presenter } from './bot/presenter.ts';
import { createShortMemory, type ShortMemory } from './bot/short-memory.ts';
import { createOwnRights } from './bot/sign-in/own-rights.ts';
import { createTurnLimit } from './bot/turn-limit.ts';
import { createClock, type MovableClock } from './clock.ts';
import { closeApp, type Opened } from './close-app.ts';
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
import { type Check, databaseCheck, diskCheck } from './server/checks.ts';
import { createDoor } from './server/door.ts';
import { listen } from './server/listen.ts';
import { createServer } from './server/server.ts';
import { signInCheck } from './sign-in-check.ts';

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
 * `start.*` where the machine or a setting refuses, and then leaves nothing open.
 */
export async function createApp(config: Config, prepareWork = createWork): Promise<App> {
  const log = createLog(config.logLevel);
  const opened: Opened = {};
  try {
    return await openApp(config, { prepareWork, log, opened });
  } catch (error) {
    await closeApp(opened, log).catch((err) => log.warn({ err }, 'not all was closed'));
    throw error;
  }
}

/** Opens part after part, and notes each in `opened`. */
async function openApp(
  config: Config,
  given: {
    readonly prepareWork: typeof createWork;
    readonly log: Logger;
    readonly opened: Opened;
  },
): Promise<App> {
  const { prepareWork, log, opened } = given;
  const { arrivalPollSeconds, sandboxOrigin } = config;
  const clock = createClock();
  const database = await openDatabase(config);
  opened.database = database;
  const linkKey = await agreedLinkKey(database, { ...config, at: clock.now() });
  const queue = await openQueue(database, (err) => log.error({ err }, 'queue failed'));
  opened.queue = queue;
  const metrics = createMetrics(() => workPending(database.db, clock));
  const outside = openOutside(config, { db: database.db, clock, log, metrics });
  opened.outside = outside;
  const deps = buildDeps({ config, linkKey, clock, database, queue, outside, log });
  const work = prepareWork({ queue, deps, log, arrivalPollSeconds, onEnd: metrics.jobEnded });
  const memory = createShortMemory(clock);
  const rehearsal = sandboxOrigin
    ? rehearse(sandboxOrigin, { clock, database, work, log, onEmptied: memory.forgetAll })
    : null;
  let begun = false;
  const life = { rehearsal, hasBegun: () => begun };
  const signIn = signInCheck(outside.signIn, log);
  const parts = { config, database, outside, deps, memory, metrics, life, signIn, log };
  const server = buildServer(parts);
  // What may be refused comes first: whoever has taken jobs by then would leave them half done.
  const port = await listen(server, config.host, config.port);
  opened.server = server;
  const desk = { queue, clock, chainKey: chainKey(linkKey) };
  opened.admin = await openAdmin(config.adminSocket, desk);
  Object.assign(opened, { work, rehearsal });
  await (rehearsal ? rehearsal.start() : work.start());
  begun = true;
  log.info({ port, database: database.kind }, 'listening');
  void signIn();
  return {
    port,
    ended: database.ended.then((err) => log.fatal({ err }, 'database ended')),
    close: () => closeApp(opened, log),
  };
}

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
  const { graph, adapter, chatPacer, peopleTokens: tokens } = outside;
  const chats = createChatBook(database.db, clock);
  const notifier = createNotifier({
    adapter,
    botId: config.bot.id,
    tenantId: config.tenantId,
    chats,
    apps: graph.apps,
    pacer: chatPacer,
    defaultServiceUrl: DEFAULT_SERVICE_URL,
  });
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
    microsoftMails: config.mailMode === 'microsoft',
    brand: config.brand,
    texts: textsFor,
    linkKey,
    notifier,
    ...(tokens ? { ownRights: createOwnRights({ tokens, chats, notifier, log }) } : {}),
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
  readonly life: { readonly rehearsal: Rehearsal | null; readonly hasBegun: () => boolean };
  readonly signIn: Check;
  readonly log: Logger;
}): Server {
  const { config, database, outside, deps, memory, metrics, life, signIn, log } = parts;
  const { rehearsal, hasBegun } = life;
  const { adapter, checkToken, chatPacer } = outside;
  const onActivity = createActivityHandler({
    requests: deps,
    presenter,
    tenantId: config.tenantId,
    botId: config.bot.id,
    peopleTokens: outside.peopleTokens,
    microsoftMails: config.mailMode === 'microsoft',
    turnLimit: createTurnLimit(config.turnsPerPersonPerMinute),
    pacer: chatPacer,
    log,
    claimNotice: gatherClaims(database.db),
    memory,
    turnEnded: metrics.turnEnded,
  });
  const { serviceUrls } = config;
  const door = createDoor({ checkToken, serviceUrls, adapter, onActivity, log });
  const server = createServer({
    log,
    metrics: metrics.registry,
    checks: {
      database: databaseCheck(database),
      ...(database.kind === 'embedded' ? { disk: diskCheck(config.dataDir) } : {}),
      signIn,
      work: async () => (hasBegun() ? 'ok' : 'the work has not begun'),
      ...(rehearsal ? { tenant: rehearsal.check } : {}),
    },
    onActivity: async (req, res) => {
      // Before, it would be another time, and what is written would be emptied.
      await rehearsal?.start();
      await door(req, res);
    },
  });
  serveAboutPages(server, config.brand.name);
  if (rehearsal) {
    server.post('/_sandbox/sync', async (req, res) => {
      res.send(await rehearsal.follow(req), {});
    });
  }
  return server;
}
