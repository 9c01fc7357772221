import everywhere from './jest.config.js';

/** The whole suite on a PostgreSQL server, and what is true of a server alone: `npm run test:postgres`. */
export default {
  ...everywhere,
  testMatch: [...everywhere.testMatch, '<rootDir>/tests/**/*.postgres.ts'],
};
