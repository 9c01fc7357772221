import { PGlite } from '@electric-sql/pglite';

/** The child process of `template.ts`: initialises a database in the folder it is given, and ends. */
const [, , folder] = process.argv;
if (!folder) throw new Error('Usage: initialise <folder>');
const database = await PGlite.create({ dataDir: folder });
await database.close();
