import { expect, test } from '@jest/globals';
import { DrizzleQueryError } from 'drizzle-orm';
import { runChecks } from '../../src/server/checks.ts';

test('a check that fails tells its cause, and neither the query nor what stood in it', async () => {
  const cause = new Error('connect ECONNREFUSED 127.0.0.1:5432');
  const both = new AggregateError([cause, new Error('connect ECONNREFUSED ::1:5432')]);
  const failing = (error: Error) => async () => {
    throw new DrizzleQueryError('select 1', ['sam@gmail.com'], error);
  };
  expect(
    await runChecks({
      database: failing(cause),
      twoAddresses: failing(both),
      disk: async () => 'ok',
    }),
  ).toEqual({
    database: 'connect ECONNREFUSED 127.0.0.1:5432',
    twoAddresses: 'connect ECONNREFUSED 127.0.0.1:5432, connect ECONNREFUSED ::1:5432',
    disk: 'ok',
  });
});
