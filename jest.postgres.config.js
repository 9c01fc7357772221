import everywhere from './jest.config.js';

/**
 * Rooms without a database, and what runs on a server in any case: there is nothing new to learn of them. And
 * the kills of one process: on a server what a start finds to do goes by the queue's clock, and what happens to
 * one of several there is what `instances` is about.
 */
const elsewhere =
  'bench|bot|browser|cards|doctor|graph|instances|kill|language|mail|permissions|policy|register|sandbox|start';

/** Everything that touches the database on a PostgreSQL server, and what is true of a server alone: `npm run test:postgres`. */
export default {
  ...everywhere,
  testMatch: [...everywhere.testMatch, '<rootDir>/tests/**/*.postgres.ts'],
  testPathIgnorePatterns: ['/node_modules/', `<rootDir>/tests/(${elsewhere})/`],
};
