import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import restify, { type Request, type Response, type Server } from 'restify';
import { type Check, runChecks } from './checks.ts';

/** What the bot's port offers. */
export interface ServerDeps {
  readonly log: Logger;
  readonly metrics: Registry;
  readonly checks: Readonly<Record<string, Check>>;
  /** Answers `POST /api/messages`; of the body nothing is read yet. */
  readonly onActivity: (req: Request, res: Response) => Promise<void>;
}

/** Builds the bot's HTTP server; it does not listen yet. */
export function createServer(deps: ServerDeps): Server {
  const server = restify.createServer({ name: 'guestlist', handleUncaughtExceptions: false });
  hurry(server);
  server.get('/healthz', async (_req: Request, res: Response) => {
    res.send(200, { status: 'ok' });
  });
  server.get('/readyz', async (_req: Request, res: Response) => {
    const checks = await runChecks(deps.checks);
    const well = Object.values(checks).every((result) => result === 'ok');
    res.send(well ? 200 : 503, { checks });
  });
  server.get('/metrics', async (_req: Request, res: Response) => {
    const text = await deps.metrics.metrics();
    res.sendRaw(200, text, { 'Content-Type': deps.metrics.contentType });
  });
  server.post('/api/messages', deps.onActivity);
  server.on('uncaughtException', (req: Request, res: Response, _route: unknown, error: Error) => {
    deps.log.error({ err: error, path: req.path() }, 'route failed');
    if (!res.headersSent) res.send(500);
  });
  return server;
}

/** How long a caller may take over the headers, and over the whole call, in ms; slower ones are answered 408. */
export const HEADERS_MS = 5000;
export const CALL_MS = 10_000;
/** How often slow callers are looked for, in ms. */
const LOOK_MS = 1000;
/** How long a connection is kept with nothing under way, in ms: longer than proxies in front do (60 s and less). */
const IDLE_MS = 65_000;

/** Lets nobody hold a connection by sending byte after byte: an activity comes in one piece. */
function hurry(server: Server): void {
  Object.assign(server.server, {
    headersTimeout: HEADERS_MS,
    requestTimeout: CALL_MS,
    keepAliveTimeout: IDLE_MS,
    // Read when the server begins to listen.
    connectionsCheckingInterval: LOOK_MS,
  });
}
