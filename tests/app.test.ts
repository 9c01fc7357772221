import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type App, createApp } from '../src/app.ts';
import { type Config, readConfig } from '../src/config.ts';
import { openDatabase } from '../src/db/open.ts';
import type { Work } from '../src/jobs/work.ts';
import { givenPlace, type Place } from './support/database.ts';
import { freePort } from './support/ports.ts';
import { until } from './support/queue.ts';

let place: Place;
let config: Config;
let app: App | undefined;
let did: string[] = [];

beforeEach(async () => {
  place = await givenPlace();
  const environment = {
    GUESTLIST_MODE: 'sandbox',
    PORT: String(await freePort()),
    DATA_DIR: place.dataDir,
    LOG_LEVEL: 'silent',
  };
  // As in production: there is no sandbox to follow.
  config = { ...readConfig(environment), databaseUrl: place.databaseUrl, sandboxOrigin: null };
  did = [];
});
afterEach(async () => {
  await app?.close();
  app = undefined;
  await place.remove();
});

const working = (start: () => Promise<void>) => (): Work => ({
  start: async () => {
    did.push('started');
    await start();
  },
  stop: async () => void did.push('stopped'),
  lookNow: async () => undefined,
});

const readiness = async () => {
  const answer = await fetch(`http://127.0.0.1:${config.port}/readyz`).catch(() => null);
  return answer && { status: answer.status, checks: (await answer.json()).checks };
};

/** The database lets in whoever comes next, and the port is free. */
const expectAllClosed = async () => {
  expect(await readiness()).toBeNull();
  const database = await openDatabase(place);
  await database.close();
};

test('an instance whose port is taken takes no job and leaves nothing open', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const refused = createApp(
    { ...config, port },
    working(async () => undefined),
  );
  await expect(refused).rejects.toMatchObject({ code: 'start.portInUse' });
  other.close();
  expect(did).toEqual([]);
  await expectAllClosed();
}, 60_000);

test('an instance whose work cannot begin leaves nothing open', async () => {
  const refused = createApp(
    config,
    working(() => Promise.reject(new Error('no'))),
  );
  await expect(refused).rejects.toThrow('no');
  expect(did).toEqual(['started', 'stopped']);
  await expectAllClosed();
}, 60_000);

test('an instance is ready once its work has begun', async () => {
  const begun = Promise.withResolvers<void>();
  const opening = createApp(
    config,
    working(() => begun.promise),
  );
  await until(() => did.includes('started'));
  expect(await readiness()).toMatchObject({
    status: 503,
    checks: { database: 'ok', work: expect.not.stringMatching(/^ok$/) },
  });
  begun.resolve();
  app = await opening;
  expect(await readiness()).toMatchObject({ status: 200, checks: { work: 'ok' } });
}, 60_000);
