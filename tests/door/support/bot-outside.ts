import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../../src/db/open.ts';
import { givenPlace } from '../../support/database.ts';
import { givenInstance } from '../../support/instance.ts';
import { freePort } from '../../support/ports.ts';
import type { Outside } from './outside.ts';

export const TENANT = '6f0d6d3a-5c1e-4c58-9d0c-2f6a8f1b7e10';
export const BOT = '0f3e1c52-8f0b-4a54-9a8e-7a4c9f6b2d31';
export const JOHN = '11111111-2222-4333-8444-555555555555';

/** Tables that an activity could leave something in. */
const TABLES = ['requests', 'guests', 'conversations', 'notices', 'audit', 'sent_cards'] as const;

/** Nothing was left in any. */
export const EMPTY = Object.fromEntries(TABLES.map((table) => [table, 0]));

/** The real bot process, among nothing but what the test is. */
export interface BotOutside {
  readonly url: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  log(): string;
  /** How many rows each table holds; the bot must have been killed. */
  rows(): Promise<Record<string, number>>;
  remove(): Promise<void>;
}

export async function givenBot(
  outside: Outside,
  settings: Record<string, string> = {},
): Promise<BotOutside> {
  const place = await givenPlace();
  const port = await freePort();
  const instance = givenInstance({
    entry: 'src/index.ts',
    port,
    readyPath: '/readyz',
    logFile: join(place.dataDir, 'bot.log'),
    env: {
      GUESTLIST_MODE: 'sandbox',
      PORT: String(port),
      SANDBOX_PORT: String(outside.port),
      DATA_DIR: place.dataDir,
      LOG_LEVEL: 'warn',
      ARRIVAL_POLL_SECONDS: '3600',
      TENANT_ID: TENANT,
      BOT_ID: BOT,
      ...(place.databaseUrl ? { DATABASE_URL: place.databaseUrl } : {}),
      ...settings,
    },
  });
  return {
    url: `${instance.origin}/api/messages`,
    start: () => instance.start(),
    kill: () => instance.kill(),
    log: () => instance.log(),
    async rows() {
      const database = await openDatabase(place);
      const counted = await Promise.all(
        TABLES.map(async (table) => {
          const { rows } = await database.db.execute<{ count: number }>(
            sql`select count(*)::int as count from ${sql.identifier(table)}`,
          );
          return [table, rows[0]?.count ?? -1] as const;
        }),
      );
      await database.close();
      return Object.fromEntries(counted);
    },
    async remove() {
      await instance.kill();
      await place.remove();
    },
  };
}

/** What John says in his 1:1 chat, with other fields where told. */
export function said(outside: Outside, changes: object = {}): Record<string, unknown> {
  return {
    type: 'message',
    id: '1700000000001',
    text: 'help',
    channelId: 'msteams',
    serviceUrl: `${outside.origin}/`,
    from: { id: '29:john', name: 'John Doe', aadObjectId: JOHN },
    recipient: { id: `28:${BOT}`, name: 'Guestlist' },
    conversation: { id: 'a:john', conversationType: 'personal', tenantId: TENANT },
    channelData: { tenant: { id: TENANT } },
    ...changes,
  };
}
