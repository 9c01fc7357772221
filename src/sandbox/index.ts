import pino from 'pino';
import { readSandboxConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import { startRefusal } from '../language/start-texts.ts';
import { startSandbox } from './server.ts';

const log = pino({ name: 'sandbox' });

/** WoodGrove: reads the settings, listens until it is told to end. Exit 2: a setting or the machine refused the start. */
try {
  const sandbox = await startSandbox(readSandboxConfig());
  log.info({ origin: sandbox.origin }, 'listening');
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await sandbox.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
  // Started by `npm start`: when that is gone, nobody would end us.
  process.on('disconnect', end);
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${startRefusal(error)}\n`);
  process.exit(2);
}
