import { defineConfig } from 'drizzle-kit';

/** `npm run migration` writes the next SQL file from `schema.ts`. Files that were released are never changed. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema.ts',
  out: './src/db/migrations',
});
