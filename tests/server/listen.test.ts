import { Agent, request } from 'node:http';
import { expect, test } from '@jest/globals';
import restify, { type Request, type Response } from 'restify';
import { closeServer, listen } from '../../src/server/listen.ts';

function open() {
  const server = restify.createServer({ handleUncaughtExceptions: false });
  server.get('/slow', (_req: Request, res: Response, next) => {
    setTimeout(() => {
      res.send(200, {});
      next();
    }, 50);
  });
  return server;
}

test('a port that is taken is refused by its number', async () => {
  const first = open();
  const port = await listen(first, '127.0.0.1', 0);
  await expect(listen(open(), '127.0.0.1', port)).rejects.toMatchObject({
    code: 'start.portInUse',
    params: { port },
  });
  await closeServer(first);
});

test('what cannot be listened on is refused by its number', async () => {
  await expect(listen(open(), '192.0.2.1', 0)).rejects.toMatchObject({
    code: 'start.cannotListen',
    params: { port: 0 },
  });
});

test('a call under way is answered before the server is closed, and its connection is not kept', async () => {
  const server = open();
  const port = await listen(server, '127.0.0.1', 0);
  const agent = new Agent({ keepAlive: true });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    const call = request({ port, path: '/slow', agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    call.on('error', reject);
    call.end();
  });
  await new Promise((resolve) => server.once('connection', resolve));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await closeServer(server);
  expect(await answered).toBe(200);
  agent.destroy();
});
