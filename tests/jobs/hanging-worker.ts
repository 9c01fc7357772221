import { openDatabase } from '../../src/db/open.ts';
import { openQueue } from '../../src/jobs/queue.ts';
import { enqueue, givenWorker } from './given-worker.ts';

/** A process of its own: queues a job, begins it, says so, and never ends it. Arguments: data folder, database. */
const [, , dataDir = '', databaseUrl = ''] = process.argv;
const database = await openDatabase({ dataDir, databaseUrl: databaseUrl || null });
const queue = await openQueue(database, console.error);
await givenWorker(queue, {
  'refresh-cards': {
    run: async () => {
      process.stdout.write('running\n');
      await new Promise(() => undefined);
    },
  },
});
await enqueue(database, queue, 'refresh-cards', { requestId: 'r1' });
