import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { createClock } from '../src/clock.ts';
import type { Database } from '../src/db/types.ts';
import { createLog } from '../src/log.ts';
import { rehearse } from '../src/rehearsal.ts';

test('a sandbox that takes the call and never answers is not waited for', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const lines: string[] = [];
  const nothing = async () => undefined;
  const rehearsal = rehearse(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    clock: createClock(),
    database: {} as Database,
    work: { start: nothing, stop: nothing, lookNow: nothing },
    log: createLog('warn', { write: (line) => void lines.push(line) }),
    onEmptied: () => undefined,
  });
  await rehearsal.start();
  await rehearsal.stop();
  server.closeAllConnections();
  server.close();
  expect(await rehearsal.check()).not.toBe('ok');
  expect(lines.join('')).toContain('sandbox not followed');
}, 20_000);
