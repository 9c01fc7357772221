import { customType } from 'drizzle-orm/pg-core';

/**
 * A jsonb column that gives back what it was given. Drizzle's own parses once more what the driver has
 * parsed: the text `"12345678"` comes back from it as a number, and `"null"` as null.
 */
export const anyJson = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'jsonb',
  toDriver: (value) => JSON.stringify(value),
});
