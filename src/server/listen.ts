import type { AddressInfo } from 'node:net';
import type { Server } from 'restify';
import { AppError } from '../errors.ts';

/** Listens; resolves to the port (the system's choice for 0). A port in use is refused by name. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new AppError('start.portInUse', { port }, { cause })
          : new AppError('start.cannotListen', { port }, { cause }),
      );
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Takes no new calls, lets those under way end. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.server.closeIdleConnections();
    server.close(() => resolve());
    server.server.closeIdleConnections();
  });
}
