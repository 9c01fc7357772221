import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import restify, { type Request, type Response, type Server } from 'restify';
import { makeDataFolder } from '../data-folder.ts';
import { AppError } from '../errors.ts';
import { listDeadLetters, runAgain } from '../jobs/dead-letters.ts';
import type { JobQueue } from '../jobs/queue.ts';
import { type AuditDesk, addAuditRoutes } from './audit-routes.ts';
import { closeServer } from './listen.ts';

/** The command line's way in. */
export interface Admin {
  close(): Promise<void>;
}

/** What the command line can ask for. */
export interface AdminDesk extends Omit<AuditDesk, 'db'> {
  readonly queue: JobQueue;
}

/**
 * Opens the socket for the command line: jobs that nobody will try again by themselves, and their next
 * try; the audit. Whoever may open the file may speak to it, and nobody else. Where another process of the same
 * folder and server database serves it already, that one is left to.
 *
 * @throws AppError `start.cannotListen` `{socket}`, `start.dataDirUnusable`
 */
export async function openAdmin(socket: string, desk: AdminDesk): Promise<Admin> {
  makeDataFolder(dirname(socket));
  if (await isServed(socket)) return { close: async () => undefined };
  const server = createAdmin(desk);
  try {
    removeLeftover(socket);
    await listenOn(server, socket);
    chmodSync(socket, 0o600);
  } catch (cause) {
    throw new AppError('start.cannotListen', { socket }, { cause });
  }
  return {
    close: () => {
      const closed = closeServer(server);
      // Whoever asks from the shell asks again; the product's end does not wait for him.
      server.server.closeAllConnections();
      return closed;
    },
  };
}

function createAdmin({ queue, ...audit }: AdminDesk): Server {
  const server = restify.createServer({ name: 'guestlist-admin', handleUncaughtExceptions: false });
  server.get('/dead-letters', async (_req: Request, res: Response) => {
    res.send(200, await listDeadLetters(queue.database.db));
  });
  server.post('/dead-letters/:id/run', async (req: Request, res: Response) => {
    const found = await runAgain(queue, String(req.params.id));
    res.send(found ? 200 : 404, { found });
  });
  addAuditRoutes(server, { ...audit, db: queue.database.db });
  return server;
}

function isServed(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = connect(socket);
    call.once('connect', () => {
      call.destroy();
      resolve(true);
    });
    call.once('error', () => resolve(false));
  });
}

/** What a process that was killed has left. A file that is no socket is somebody's, and stays. */
function removeLeftover(socket: string): void {
  if (lstatSync(socket, { throwIfNoEntry: false })?.isSocket()) rmSync(socket);
}

function listenOn(server: Server, socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => resolve());
  });
}
