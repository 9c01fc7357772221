import { parseArgs } from 'node:util';
import { givenPostgres } from '../tests/support/postgres.ts';
import { measureInstances } from './instances.ts';
import { measureMemory } from './memory.ts';
import { measureStart } from './start.ts';
import { measureTurns } from './turn.ts';

/** `npm run bench -- <what>`: measurements, described with their figures in docs/benchmarks.md. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    postgres: { type: 'boolean', default: false },
    'database-url': { type: 'string' },
  },
});
const given = {
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  minutes: Number(values.minutes),
  seed: Number(values.seed),
};

const measurements: Readonly<Record<string, (databaseUrl: string | undefined) => Promise<void>>> = {
  turn: (databaseUrl) => measureTurns({ ...given, databaseUrl }),
  start: (databaseUrl) => measureStart({ ...given, databaseUrl }),
  instances: (databaseUrl) => measureInstances({ ...given, databaseUrl }),
  memory: (databaseUrl) => measureMemory({ ...given, databaseUrl }),
};

const [what = ''] = positionals;
const measure = measurements[what];
if (!measure) {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(measurements).join(' | ')}\n`);
  process.exit(2);
}
// Several instances share a server; where none is named, one is started for the occasion.
const wantsServer = values.postgres || what === 'instances';
const server = wantsServer && !values['database-url'] ? await givenPostgres() : null;
try {
  await measure(values['database-url'] ?? (await server?.createDatabase()));
} finally {
  await server?.remove();
}
process.exit(0);
