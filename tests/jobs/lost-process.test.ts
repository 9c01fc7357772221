import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { openDatabase } from '../../src/db/open.ts';
import { givenPlace } from '../support/database.ts';
import { givenQueue, until } from '../support/queue.ts';
import { givenWorker } from './given-worker.ts';

test('a job lost to kill -9 is run again by the next process', async () => {
  const place = await givenPlace();
  const script = fileURLToPath(new URL('./hanging-worker.ts', import.meta.url));
  const lost = spawn(process.execPath, [script, place.dataDir, place.databaseUrl ?? ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(lost.stdout, 'data');
  expect(String(said)).toBe('running\n');
  lost.kill('SIGKILL');
  await once(lost, 'exit');

  const database = await openDatabase(place);
  const queue = await givenQueue(database);
  const ran: { requestId: string; attempt: number }[] = [];
  const worker = await givenWorker(queue, {
    'refresh-cards': { run: (data, { attempt }) => void ran.push({ ...data, attempt }) },
  });
  await until(() => ran.length > 0, 40);
  expect(ran).toEqual([{ requestId: 'r1', attempt: 2 }]);

  await worker.stop();
  await queue.close();
  await database.close();
  await place.remove();
});
