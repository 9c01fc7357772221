import type { Server } from 'restify';
import { route } from '../http.ts';
import type { World } from '../world.ts';

/** A process that does not answer within this time (milliseconds) is of no use to anybody. */
const PATIENCE = 2_000;

/** `GET /_sandbox/bot` → `{"up"}`: whether the bot answers at all. */
export function serveBot(server: Server, world: World): void {
  server.get(
    '/_sandbox/bot',
    route(async () => ({ status: 200, body: { up: await isUp(world) } })),
  );
}

async function isUp({ settings }: World): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(`${settings.botOrigin}/healthz`, { signal });
    await answer.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
