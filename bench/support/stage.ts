import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { givenPlace } from '../../tests/support/database.ts';
import { freePort } from '../../tests/support/ports.ts';
import { sandboxClient } from '../../tests/support/sandbox-client.ts';
import { type Process, startProcess } from './processes.ts';
import { standIn, type TeamsAndGraph } from './teams-and-graph.ts';

/** Teams, each with an owner of its own among the people. */
const TEAMS = 100;

/** Somebody who writes, or decides. */
export interface Person {
  readonly id: string;
  readonly conversationId: string;
}

/** A tenant full of people, ready for bots to be measured in it. */
export interface Stage {
  readonly channel: TeamsAndGraph;
  readonly people: readonly Person[];
  /** Name and owner of each team. */
  readonly teams: readonly { readonly name: string; readonly owner: Person }[];
  readonly bot: { readonly id: string; readonly name: string };
  readonly tenantId: string;
  /** Signed by the channel, for every activity. */
  readonly token: string;
  /** Starts a bot in this tenant; all of them share the database, where it is a server's. */
  startBot(entry: string, settings?: Readonly<Record<string, string>>): Promise<Process>;
  close(): Promise<void>;
}

/** What would hold a bot back that is measured at full speed, out of the way. */
const UNHINDERED = {
  TURNS_PER_PERSON_PER_MINUTE: '1000000',
  READ_UNITS_PER_10_SECONDS: '1000000',
  DIRECTORY_WRITES_PER_150_SECONDS: '1000000',
  INVITATIONS_PER_5_SECONDS: '1000000',
  TEAM_MEMBERS_PER_MINUTE: '1000000',
  MAILS_PER_MINUTE: '1000000',
};

/**
 * Starts the sandbox, fills it, and puts a stand-in for Teams before it; for Graph, too, unless what is
 * measured writes there.
 */
export async function openStage(
  databaseUrl: string | undefined,
  {
    people: count = 400,
    graph = 'standIn',
  }: { people?: number; graph?: 'standIn' | 'sandbox' } = {},
): Promise<Stage> {
  const place = await givenPlace(databaseUrl);
  const sandboxPort = await freePort();
  const base = {
    GUESTLIST_MODE: 'sandbox',
    SANDBOX_PORT: String(sandboxPort),
    DATA_DIR: place.dataDir,
    ...(place.databaseUrl ? { DATABASE_URL: place.databaseUrl } : {}),
    ...UNHINDERED,
  };
  const started: Process[] = [];
  const start = async (entry: string, port: number, ready: string, env: object) => {
    const log = join(place.dataDir, `${started.length}.log`);
    const env_ = { ...base, PORT: String(port), ...env };
    started.push(await startProcess({ entry, port, ready, log, env: env_ }));
    return started.at(-1) as Process;
  };
  await mkdir(place.dataDir, { recursive: true });
  const sandbox = await start('src/sandbox/index.ts', sandboxPort, '/_sandbox/clock', {
    PORT: String(await freePort()),
  });
  const channel = await standIn(sandbox.origin);
  const client = sandboxClient(sandbox.origin);
  const { serviceUrl } = channel;
  const { bot, tenantId } = await client.people();
  const { token } = await client.get<{ token: string }>(
    `/_sandbox/channel-token?serviceUrl=${encodeURIComponent(serviceUrl)}`,
  );
  await client.post('/_sandbox/limits', { scale: 'off' });
  const { people, teams } = await fill(client, count);
  return {
    channel,
    people,
    teams,
    bot,
    tenantId,
    token,
    startBot: async (entry, settings = {}) =>
      start(entry, await freePort(), '/metrics', {
        ...(graph === 'standIn' ? { GRAPH_BASE_URL: channel.graphBaseUrl } : {}),
        ...settings,
      }),
    async close() {
      for (const each of started.toReversed()) await each.stop();
      await channel.close();
      await place.remove();
    },
  };
}

async function fill(client: ReturnType<typeof sandboxClient>, count: number) {
  await client.post('/_sandbox/seed', { users: count, teams: 0, guests: 0 });
  const { users } = await client.tenant();
  const people = users
    .filter(({ mail }) => mail?.startsWith('person'))
    .map(({ id }): Person => ({ id, conversationId: `bench-${id}` }));
  const teams = people
    .slice(0, TEAMS)
    .map((owner, index) => ({ name: `Venture ${index + 1}`, owner }));
  await client.post('/_sandbox/seed', {
    teams: teams.map(({ name, owner }) => ({ name, owners: [owner.id] })),
  });
  return { people, teams };
}
