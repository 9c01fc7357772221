import { chmodSync, rmSync } from 'node:fs';
import restify, { type Request, type Response, type Server } from 'restify';
import { listDeadLetters, runAgain } from '../jobs/dead-letters.ts';
import type { JobQueue } from '../jobs/queue.ts';

/**
 * Opens the socket for the command line: jobs that nobody will try again by themselves, and their next
 * try. Whoever may open the file may speak to it, and nobody else.
 */
export async function openAdmin(socket: string, queue: JobQueue): Promise<Server> {
  const server = restify.createServer({ name: 'guestlist-admin', handleUncaughtExceptions: false });
  server.get('/dead-letters', async (_req: Request, res: Response) => {
    res.send(200, await listDeadLetters(queue.database.db));
  });
  server.post('/dead-letters/:id/run', async (req: Request, res: Response) => {
    const found = await runAgain(queue, String(req.params.id));
    res.send(found ? 200 : 404, { found });
  });
  // Whoever left it behind is gone: the data folder is ours alone.
  rmSync(socket, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(socket, () => resolve());
  });
  chmodSync(socket, 0o600);
  return server;
}
