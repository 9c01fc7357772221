import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { givenBalancer } from './balancer.ts';
import { givenPlace } from './database.ts';
import { givenInstance, type Instance } from './instance.ts';
import { freePort } from './ports.ts';
import { type SandboxClient, sandboxClient } from './sandbox-client.ts';

/** What a test's hook grants the start, in milliseconds: a busy machine takes its time over two processes. */
export const START_MS = 120_000;

/** The whole product as a person starts it: sandbox and bot, each a process of its own. */
export interface Product extends SandboxClient {
  /** Where Teams reaches the bot; with several instances the balancer before them. */
  readonly botOrigin: string;
  readonly origin: string;
  readonly dataDir: string;
  /** Every process of the bot; there is one where no more were asked for. */
  readonly bots: readonly Instance[];
  startBot(): Promise<void>;
  /** Ends the bot at once, as a crash would. */
  killBot(): Promise<void>;
  /** Waits until nothing is due or running, as every instance says that can speak. */
  settled(seconds?: number): Promise<void>;
  /** Turns switches of the tenant, and lets the moment pass for which the product keeps what it read of them. */
  turn(switches: object): Promise<void>;
  /** Everything any process has written to its log so far. */
  logs(): string;
  stop(): Promise<void>;
}

/**
 * Starts both on free ports, a folder and a database of their own. `settings` go to both as environment.
 *
 * @param databases the address of the database as each instance sees it: as many instances as addresses,
 *   a balancer before them. Without: one bot, on the database that this run of the suite is about
 */
export async function startProduct(
  settings: Record<string, string> = {},
  databases: readonly string[] = [],
): Promise<Product> {
  const place = await givenPlace();
  const { dataDir } = place;
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const environment = {
    GUESTLIST_MODE: 'sandbox',
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    ARRIVAL_POLL_SECONDS: '1',
    // Tests and measurements speak faster than people do.
    TURNS_PER_PERSON_PER_MINUTE: '1000000',
    ...(place.databaseUrl ? { DATABASE_URL: place.databaseUrl } : {}),
    ...settings,
  };
  const sandbox = givenInstance({
    entry: 'src/sandbox/index.ts',
    port: sandboxPort,
    readyPath: '/_sandbox/clock',
    env: environment,
    logFile: join(dataDir, 'sandbox.log'),
  });
  const front = `http://127.0.0.1:${port}`;
  const ports = await Promise.all(databases.map(freePort));
  const own = databases.map((url, index) => severalEnvironment(environment, ports, index, url));
  const bots = (own.length === 0 ? [environment] : own).map((env, index) =>
    givenInstance({
      entry: 'src/index.ts',
      port: Number(env.PORT),
      readyPath: '/readyz',
      env,
      logFile: join(dataDir, `bot-${index + 1}.log`),
    }),
  );
  const balancer = own.length === 0 ? null : await givenBalancer(port, ports);
  const onAll = (what: (bot: Instance) => Promise<void>) => async () => {
    await Promise.all(bots.map(what));
  };
  const startBot = onAll((bot) => bot.start());
  const stop = async () => {
    await Promise.all([...bots, sandbox].map((each) => each.kill('SIGTERM')));
    await balancer?.close();
    await place.remove();
  };
  try {
    await Promise.all([sandbox.start(), startBot()]);
    await answersAt(front);
  } catch (error) {
    await stop();
    throw error;
  }
  const client = sandboxClient(sandbox.origin);
  return {
    ...client,
    origin: sandbox.origin,
    botOrigin: front,
    dataDir,
    bots,
    startBot,
    killBot: onAll((bot) => bot.kill()),
    settled: (seconds = 30) => nothingPending(bots, seconds),
    async turn(switches) {
      await client.post('/_sandbox/switches', switches);
      await client.post('/_sandbox/clock', { advance: 'PT2S' });
    },
    logs: () => [sandbox, ...bots].map((each) => each.log()).join(''),
    stop,
  };
}

/** What each of several instances has of its own: port, folder, way to the database. The rest they share. */
function severalEnvironment(
  shared: Record<string, string | undefined>,
  ports: readonly number[],
  index: number,
  databaseUrl: string,
): Record<string, string | undefined> {
  return {
    ...shared,
    PUBLIC_URL: `http://127.0.0.1:${shared.PORT}`,
    PORT: String(ports[index]),
    DATA_DIR: join(shared.DATA_DIR ?? '', `bot-${index + 1}`),
    DATABASE_URL: databaseUrl,
  };
}

/** A balancer has to hear of its instances first. */
async function answersAt(origin: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const response = await fetch(`${origin}/readyz`).catch(() => null);
    if (response?.ok) return;
    await wait(50);
  }
  throw new Error(`${origin} leads nowhere`);
}

/**
 * Two looks in a row, since a job ends before what follows it is taken up. What cannot speak (it is
 * paused, or cut off from the database) is not waited for, as long as anybody can.
 */
async function nothingPending(bots: readonly Instance[], seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (let calm = 0; calm < 2; ) {
    const awake = bots.filter((bot) => bot.isAwake());
    const told = (await Promise.all(awake.map(workPending))).filter((each) => !Number.isNaN(each));
    calm = told.length > 0 && told.every((each) => each === 0) ? calm + 1 : 0;
    if (Date.now() > end) throw new Error(`work is still pending: ${told}`);
    await wait(50);
  }
}

/** What an instance says is due or running; NaN while it cannot say. */
async function workPending({ origin }: Instance): Promise<number> {
  try {
    const response = await fetch(`${origin}/metrics`, { signal: AbortSignal.timeout(2000) });
    return Number(/^guestlist_work_pending (\d+)/m.exec(await response.text())?.[1]);
  } catch {
    return Number.NaN;
  }
}
