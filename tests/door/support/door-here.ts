import { pino } from 'pino';
import { type ChannelSettings, createAdapter } from '../../../src/bot/adapter.ts';
import { channelTokenCheck } from '../../../src/bot/channel-token.ts';
import { createMetrics } from '../../../src/metrics.ts';
import { createDoor } from '../../../src/server/door.ts';
import { closeServer, listen } from '../../../src/server/listen.ts';
import { createServer } from '../../../src/server/server.ts';
import { BOT, TENANT } from './bot-outside.ts';
import type { Outside } from './outside.ts';

/** The door and the SDK's adapter in this process, over real HTTP, with nothing behind them. */
export interface DoorHere {
  readonly port: number;
  readonly url: string;
  /** Activities that were let in, by their ids. */
  readonly letIn: string[];
  close(): Promise<void>;
}

/** `whoChecks`: our check, as in the product; or the SDK's own behind an open door. */
export async function openDoor(
  outside: Outside,
  serviceUrls: RegExp,
  whoChecks: 'we' | 'theSdk' = 'we',
): Promise<DoorHere> {
  const letIn: string[] = [];
  const log = pino({ level: 'silent' });
  const channel: ChannelSettings = {
    identity: {
      tenantId: TENANT,
      clientId: BOT,
      authority: outside.origin,
      proof: { kind: 'secret', secret: 'secret' },
    },
    channelAuth: 'signed',
    channelMetadataUrl: `${outside.origin}/_sandbox/channel/openid-configuration`,
  };
  const checkToken = whoChecks === 'we' ? channelTokenCheck({ ...channel, botId: BOT }) : null;
  const server = createServer({
    log,
    metrics: createMetrics(async () => 0).registry,
    checks: {},
    onActivity: createDoor({
      checkToken,
      serviceUrls,
      adapter: createAdapter(channel, checkToken),
      onActivity: async ({ activity }) => {
        letIn.push(activity.id ?? '');
      },
      log,
    }),
  });
  const port = await listen(server, '127.0.0.1', 0);
  return {
    port,
    url: `http://127.0.0.1:${port}/api/messages`,
    letIn,
    close: () => closeServer(server),
  };
}
