import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import restify, { type Request, type Response, type Server } from 'restify';

/** One thing that must be well for the bot to serve: resolves to `ok` or to the reason why not. */
export type Check = () => Promise<string>;

/** What the bot's port offers. */
export interface ServerDeps {
  readonly log: Logger;
  readonly metrics: Registry;
  readonly checks: Readonly<Record<string, Check>>;
  /** Handles `POST /api/messages`; the body is parsed JSON. */
  readonly onActivity: (req: Request, res: Response) => Promise<void>;
}

/** An activity of Teams is far below this; anything larger is not one. */
const MAX_ACTIVITY_BYTES = 256 * 1024;

/** Builds the bot's HTTP server; it does not listen yet. */
export function createServer(deps: ServerDeps): Server {
  const server = restify.createServer({ name: 'guestlist', handleUncaughtExceptions: false });
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
  server.post(
    '/api/messages',
    restify.plugins.bodyReader({ maxBodySize: MAX_ACTIVITY_BYTES }),
    restify.plugins.jsonBodyParser({ mapParams: false, bodyReader: true }),
    deps.onActivity,
  );
  server.on('uncaughtException', (req: Request, res: Response, _route: unknown, error: Error) => {
    deps.log.error({ err: error, path: req.path() }, 'route failed');
    if (!res.headersSent) res.send(500);
  });
  return server;
}

async function runChecks(checks: ServerDeps['checks']): Promise<Record<string, string>> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<[string, string]> => {
      try {
        return [name, await check()];
      } catch (error) {
        return [name, error instanceof Error ? error.message : String(error)];
      }
    }),
  );
  return Object.fromEntries(results);
}
