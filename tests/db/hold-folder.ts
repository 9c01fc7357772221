import { sql } from 'drizzle-orm';
import { openDatabase } from '../../src/db/open.ts';
import { AppError } from '../../src/errors.ts';

/** A process of its own: opens the data folder it is given, writes one fact, says what came of it, and stays. */
const [, , dataDir = ''] = process.argv;
try {
  const { db } = await openDatabase({ dataDir, databaseUrl: null });
  await db.execute(sql`insert into facts (key, value, updated_at) values ('kept', '1', now())`);
  process.stdout.write('open\n');
  setInterval(() => undefined, 60_000);
} catch (error) {
  process.stdout.write(`${error instanceof AppError ? error.code : error}\n`);
}
