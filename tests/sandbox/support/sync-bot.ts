import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody where the bot should be, who counts how often it is told to follow. */
export interface SyncBot {
  readonly origin: string;
  /** What each nudge looked like. */
  readonly nudges: readonly string[];
  close(): Promise<void>;
}

/** Answers each nudge after `delayMs`. */
export async function startSyncBot(delayMs = 0): Promise<SyncBot> {
  const nudges: string[] = [];
  const server = createServer((request, response) => {
    setTimeout(() => {
      nudges.push(`${request.method} ${request.url}`);
      response.statusCode = 204;
      response.end();
    }, delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    nudges,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
