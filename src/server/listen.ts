import type { AddressInfo } from 'node:net';
import type { Server } from 'restify';
import { AppError } from '../errors.ts';

/**
 * Listens; resolves to the port (the system's choice for 0).
 *
 * @throws AppError `start.portInUse`, `start.cannotListen` `{port}`
 */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    // restify passes its HTTP server's errors on as its own, and nobody listening there ends the process.
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const code = cause.code === 'EADDRINUSE' ? 'start.portInUse' : 'start.cannotListen';
      reject(new AppError(code, { port }, { cause }));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** How often connections are looked at that have nothing under way any more, in ms. */
const IDLE_CHECK_MS = 20;

/** Takes no new calls, lets those under way end. A connection that is kept alive is no reason to stay. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const closing = setInterval(() => server.server.closeIdleConnections(), IDLE_CHECK_MS);
    server.close(() => {
      clearInterval(closing);
      resolve();
    });
    server.server.closeIdleConnections();
  });
}
