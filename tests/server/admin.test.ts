import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { chainKey } from '../../src/audit/chain-key.ts';
import type { Database } from '../../src/db/types.ts';
import { type JobQueue, openQueue } from '../../src/jobs/queue.ts';
import { type AdminDesk, openAdmin } from '../../src/server/admin.ts';
import { givenDatabase } from '../support/database.ts';

let database: Database;
let queue: JobQueue;
let desk: AdminDesk;
let folder: string;

beforeAll(async () => {
  database = await givenDatabase();
  queue = await openQueue(database, () => undefined);
  const clock = { now: () => new Date() };
  desk = { queue, clock, chainKey: chainKey(new Uint8Array(32)) };
});
afterAll(async () => {
  await queue?.close();
  await database?.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guestlist-admin-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function failedJobs(socketPath: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path: '/dead-letters' }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    call.on('error', reject);
    call.end();
  });
}

test('the folder is made where it is missing', async () => {
  const socket = join(folder, 'new', 'guestlist.sock');
  const admin = await openAdmin(socket, desk);
  expect(await failedJobs(socket)).toBe(200);
  await admin.close();
});

test('the end waits for nobody who is half-way through a call', async () => {
  const socket = join(folder, 'guestlist.sock');
  const admin = await openAdmin(socket, desk);
  const caller = connect(socket);
  caller.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    caller.write('GET /dead-letters HTTP/1.1\r\n', () => resolve());
  });
  await wait(200);
  const began = performance.now();
  await admin.close();
  expect(performance.now() - began).toBeLessThan(2000);
});

test('a socket that nobody serves any more is taken over', async () => {
  const socket = join(folder, 'guestlist.sock');
  const leave = `require('net').createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', leave]);
  expect(existsSync(socket)).toBe(true);
  const admin = await openAdmin(socket, desk);
  expect(await failedJobs(socket)).toBe(200);
  await admin.close();
});

test('a socket that another process serves stays that one’s', async () => {
  const socket = join(folder, 'guestlist.sock');
  const first = await openAdmin(socket, desk);
  const second = await openAdmin(socket, desk);
  await second.close();
  expect(await failedJobs(socket)).toBe(200);
  await first.close();
});

test('what cannot be listened on is refused by name', async () => {
  const tooLong = join(folder, 'x'.repeat(120), 'guestlist.sock');
  const taken = join(folder, 'guestlist.sock');
  writeFileSync(taken, 'a file of somebody');
  for (const socket of [tooLong, taken]) {
    await expect(openAdmin(socket, desk)).rejects.toMatchObject({
      code: 'start.cannotListen',
      params: { socket },
    });
  }
  expect(existsSync(taken)).toBe(true);
  mkdirSync(join(folder, 'later'));
  writeFileSync(join(folder, 'later', 'file'), '');
  await expect(openAdmin(join(folder, 'later', 'file', 'a.sock'), desk)).rejects.toMatchObject({
    code: 'start.dataDirUnusable',
  });
});
