import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Database } from '../../src/db/types.ts';
import { givenDatabase } from './database.ts';
import { type Given, givenRequests } from './given-requests.ts';

/** A database for a file of tests, and for each of them a fresh company on it, which `begin` is handed. */
export function withCompany(begin: (given: Given) => void): void {
  let database: Database;
  beforeAll(async () => {
    database = await givenDatabase();
  });
  beforeEach(async () => {
    begin(await givenRequests(database.db));
  });
  afterAll(() => database.close());
}
