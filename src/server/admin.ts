import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import restify, { type Request, type Response, type Server } from 'restify';
import { makeDataFolder } from '../data-folder.ts';
import { AppError } from '../errors.ts';
import { listDeadLetters, runAgain } from '../jobs/dead-letters.ts';
import type { JobQueue } from '../jobs/queue.ts';
import { closeServer } from './listen.ts';

/** The command line's way in. */
export interface Admin {
  close(): Promise<void>;
}

/**
 * Opens the socket for the command line: jobs that nobody will try again by themselves, and their next
 * try. Whoever may open the file may speak to it, and nobody else. Where another process of the same
 * folder and server database serves it already, that one is left to.
 *
 * @throws AppError `start.cannotListen` `{socket}`, `start.dataDirUnusable`
 */
export async function openAdmin(socket: string, queue: JobQueue): Promise<Admin> {
  makeDataFolder(dirname(socket));
  if (await isServed(socket)) return { close: async () => undefined };
  const server = createAdmin(queue);
  try {
    removeLeftover(socket);
    await listenOn(server, socket);
    chmodSync(socket, 0o600);
  } catch (cause) {
    throw new AppError('start.cannotListen', { socket }, { cause });
  }
  return { close: () => closeServer(server) };
}

function createAdmin(queue: JobQueue): Server {
  const server = restify.createServer({ name: 'guestlist-admin', handleUncaughtExceptions: false });
  server.get('/dead-letters', async (_req: Request, res: Response) => {
    res.send(200, await listDeadLetters(queue.database.db));
  });
  server.post('/dead-letters/:id/run', async (req: Request, res: Response) => {
    const found = await runAgain(queue, String(req.params.id));
    res.send(found ? 200 : 404, { found });
  });
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
