import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { givenInstance, type Instance } from '../support/instance.ts';
import { freePort } from '../support/ports.ts';
import { at, column, type GraphClient, graphClient, jsonCall } from './support/graph-client.ts';

let dataDir: string;
let origin: string;
let environment: NodeJS.ProcessEnv;
let sandbox: Instance;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'guestlist-durable-'));
  const port = await freePort();
  environment = {
    GUESTLIST_MODE: 'sandbox',
    DATA_DIR: dataDir,
    SANDBOX_PORT: String(port),
    PORT: '9',
  };
  sandbox = givenInstance({
    entry: 'src/sandbox/index.ts',
    port,
    readyPath: '/readyz',
    env: environment,
    logFile: join(dataDir, 'sandbox.log'),
  });
  origin = sandbox.origin;
});
afterAll(async () => {
  await sandbox.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<GraphClient> {
  await sandbox.start();
  return graphClient(origin);
}

const control = (method: string, path: string, body?: unknown) =>
  jsonCall(method, `${origin}/_sandbox${path}`, body);

test('what was answered survives kill -9: guests, members, mail, clock, switches, log, keys', async () => {
  const graph = await start();
  await control('POST', '/switches', { rosterDelayMinutes: 30 });
  await control('POST', '/clock', { advance: 'P1D' });
  const answered: string[] = [];
  let links: unknown[] = [];
  const storm = (async () => {
    for (let number = 0; ; number += 1) {
      const address = `guest${number}@adatum.com`;
      const answer = await graph('POST', '/invitations', {
        invitedUserEmailAddress: address,
        inviteRedirectUrl: 'https://example.com/',
      });
      if (answer.status !== 201) continue;
      links = [...links, at(answer.body, 'inviteRedeemUrl')];
      answered.push(address);
    }
  })().catch(() => undefined);
  while (answered.length < 60) await wait(5);
  await sandbox.kill();
  await storm;

  const again = await start();
  const found = await again('GET', '/users?$top=999&$select=mail');
  expect(column(found, 'mail')).toEqual(expect.arrayContaining(answered));
  const log = String((await control('GET', '/graph-log')).body);
  for (const address of answered) expect(log).toContain(address);
  expect((await control('GET', '/switches')).body).toMatchObject({ rosterDelayMinutes: 30 });
  const state = await control('GET', '/state');
  expect(Math.round(Number(at(state.body, 'clockOffsetMs')) / 3_600_000)).toBe(24);
  expect((await graph('GET', '/organization')).status).toBe(200);
  expect((await jsonCall('GET', String(links[0]))).status).toBe(302);
});

/** Starts another one beside it, which is refused: its words. */
async function refused(changes: NodeJS.ProcessEnv): Promise<string> {
  const env = { ...environment, ...changes };
  const second = spawn(process.execPath, ['src/sandbox/index.ts'], { env });
  let said = '';
  second.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const [code] = await once(second, 'close');
  expect(code).toBe(2);
  return said;
}

test('a port that is taken, and a folder that is, are refused with a sentence', async () => {
  await sandbox.kill();
  await start();
  const other = mkdtempSync(join(tmpdir(), 'guestlist-durable-'));
  expect(await refused({ DATA_DIR: other })).toContain(
    `Port ${new URL(origin).port} is already in use.`,
  );
  expect(await refused({ SANDBOX_PORT: '0' })).toContain(
    `Another process is using the data folder ${dataDir}.`,
  );
  rmSync(other, { recursive: true });
});
