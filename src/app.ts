import type { CloudAdapter } from 'botbuilder';
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { z } from 'zod';
import { createAdapter } from './bot/adapter.ts';
import { channelTokenCheck } from './bot/channel-token.ts';
import { createChatBook } from './bot/chat-book.ts';
import { createActivityHandler } from './bot/handle-activity.ts';
import { createNotifier } from './bot/notifier.ts';
import { presenter } from './bot/presenter.ts';
import { createClock, type MovableClock } from './clock.ts';
import type { Config } from './config.ts';
import { emptyAll } from './db/empty-all.ts';
import { readFact, writeFact } from './db/facts.ts';
import { openDatabase } from './db/open.ts';
import type { Database } from './db/types.ts';
import { createGraph, type Graph } from './graph/client.ts';
import { clientSecretCredential, createTokens } from './graph/tokens.ts';
import type { GuestDeps } from './guests/deps.ts';
import { workPending } from './jobs/pending.ts';
import { type JobQueue, openQueue } from './jobs/queue.ts';
import { repeat } from './jobs/repeat.ts';
import { createWork, type Work } from './jobs/work.ts';
import { reading } from './language/reading.ts';
import { textsFor } from './language/texts.ts';
import { keptLinkKey } from './link-key.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { isForeign } from './own-origin.ts';
import { systemRandom } from './random.ts';
import type { RequestDeps } from './requests/deps.ts';
import { openAdmin } from './server/admin.ts';
import { createDoor } from './server/door.ts';
import { closeServer, listen } from './server/listen.ts';
import { createServer } from './server/server.ts';

/** The running bot. */
export interface App {
  /** The port it listens on. */
  readonly port: number;
  /** Takes nothing new, ends what runs, lets go of the database. */
  close(): Promise<void>;
}

/** Where a first message goes while no turn has told us of a region (Teams' global service address). */
const DEFAULT_SERVICE_URL = 'https://smba.trafficmanager.net/teams/';

/** Builds the product and lets it listen. Throws AppError `start.*` where the machine or a setting refuses. */
export async function createApp(config: Config): Promise<App> {
  const log = createLog(config.logLevel);
  const clock = createClock();
  const database = await openDatabase(config);
  const queue = await openQueue(database, (err) => log.error({ err }, 'queue failed'));
  const metrics = createMetrics(() => workPending(database.db, clock));
  const graph = openGraph(config, clock, log);
  const adapter = createAdapter({
    tenantId: config.tenantId,
    botId: config.bot.id,
    botSecret: config.bot.secret,
    channelAuth: config.bot.channelAuth,
    channelMetadataUrl: config.bot.channelMetadataUrl,
    tokenAuthority: config.tokenAuthority,
  });
  const deps = buildDeps({ config, clock, database, queue, graph, adapter, log });
  const { arrivalPollSeconds } = config;
  const work = createWork({ queue, deps, log, arrivalPollSeconds, onEnd: metrics.jobEnded });
  const rehearsal = config.sandboxOrigin
    ? rehearse(config.sandboxOrigin, { clock, database, work, log })
    : null;

  const onActivity = createActivityHandler({
    requests: deps,
    presenter,
    tenantId: config.tenantId,
    botId: config.bot.id,
    log,
    turnEnded: metrics.turnEnded,
  });
  const isSigned = config.bot.channelAuth === 'signed';
  if (!isSigned) log.warn({ setting: 'CHANNEL_AUTH' }, 'activities are taken without a token');
  const server = createServer({
    log,
    metrics: metrics.registry,
    checks: { database: () => ping(database), ...(rehearsal ? { tenant: rehearsal.check } : {}) },
    onActivity: createDoor({
      tokenIsGood: isSigned
        ? channelTokenCheck({
            botId: config.bot.id,
            channelMetadataUrl: config.bot.channelMetadataUrl,
          })
        : null,
      serviceUrls: config.serviceUrls,
      adapter,
      onActivity,
      log,
    }),
  });
  if (rehearsal)
    server.post('/_sandbox/sync', async (req, res) => {
      if (isForeign(req)) return res.send(403);
      await rehearsal.follow();
      res.send(200, {});
    });
  await (rehearsal ? rehearsal.start() : work.start());
  const port = await listen(server, config.host, config.port);
  const admin = await openAdmin(config.adminSocket, queue);
  log.info({ port, database: database.kind }, 'listening');
  return {
    port,
    async close() {
      await Promise.all([closeServer(server), admin.close()]);
      await rehearsal?.stop();
      await work.stop();
      await queue.close();
      await database.close();
    },
  };
}

function openGraph(config: Config, clock: MovableClock, log: Logger): Graph {
  const signIn = {
    tenantId: config.tenantId,
    clientId: config.bot.id,
    clientSecret: config.bot.secret,
    authority: config.tokenAuthority,
  };
  return createGraph({
    baseUrl: config.graphBaseUrl,
    tenantId: config.tenantId,
    tokens: createTokens(() => clientSecretCredential(signIn)),
    clock,
    mailFrom: config.mailFrom,
    limits: config.limits,
    directAppRoles: config.directAppRoles,
    readDomainList: config.readDomainList,
    teamsAppId: config.teamsAppId,
    observe: (seen) => {
      if (seen.status === 0 || seen.status >= 400) log.info(seen, 'graph call failed');
    },
  });
}

function buildDeps(parts: {
  readonly config: Config;
  readonly clock: MovableClock;
  readonly database: Database;
  readonly queue: JobQueue;
  readonly graph: Graph;
  readonly adapter: CloudAdapter;
  readonly log: Logger;
}): GuestDeps {
  const { config, clock, database, queue, graph, adapter, log } = parts;
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
    linkKey: config.linkKey ?? keptLinkKey(config.dataDir),
    notifier: createNotifier({
      adapter,
      botId: config.bot.id,
      tenantId: config.tenantId,
      chats: createChatBook(database.db, clock),
      apps: graph.apps,
      defaultServiceUrl: DEFAULT_SERVICE_URL,
    }),
  };
}

async function ping({ db }: Database): Promise<string> {
  await db.execute(sql`select 1`);
  return 'ok';
}

/** What the sandbox says of itself: another epoch means that its tenant went back to the start. */
const Rehearsed = z.object({ epoch: z.string(), clockOffsetMs: z.number() });
const EPOCH = 'sandbox.epoch';

/** Follows the sandbox's clock, and empties our own data when its tenant was put back to the start. */
function rehearse(
  origin: string,
  parts: {
    readonly clock: MovableClock;
    readonly database: Database;
    readonly work: Work;
    readonly log: Logger;
  },
) {
  const { clock, database, work, log } = parts;
  let followed = false;
  let offset = 0;
  const follow = async () => {
    const response = await fetch(`${origin}/_sandbox/state`, {
      headers: { 'x-sandbox-observer': '1' },
    });
    const { epoch, clockOffsetMs } = Rehearsed.parse(await response.json());
    const moved = offset !== clockOffsetMs;
    offset = clockOffsetMs;
    clock.moveBy(clockOffsetMs);
    const kept = await readFact(database.db, EPOCH);
    const begun = kept.value === epoch;
    if (!begun) {
      if (followed) await work.stop();
      if (kept.value !== null) await emptyAll(database.db);
      const { version } = await readFact(database.db, EPOCH);
      await writeFact(database.db, { key: EPOCH, value: epoch, version, at: clock.now() });
    }
    if (!followed || !begun) await work.start();
    else if (moved) await work.lookNow();
    followed = true;
  };
  const following = repeat(FOLLOW_MS, follow, (err) => log.warn({ err }, 'sandbox not followed'));
  return {
    start: () => following.now(),
    follow: () => following.now(),
    stop: () => following.stop(),
    check: async () => (followed ? 'ok' : 'the sandbox does not answer yet'),
  };
}

/** The sandbox nudges us when something changed; this is for the nudges that got lost, in ms. */
const FOLLOW_MS = 1000;
