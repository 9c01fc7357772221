import pino from 'pino';
import { readSandboxConfig } from '../config.ts';
import { startSandbox } from './server.ts';

const log = pino({ name: 'sandbox' });
const sandbox = await startSandbox(readSandboxConfig());
log.info({ origin: sandbox.origin }, 'listening');

const stop = async (signal: string) => {
  log.info({ signal }, 'stopping');
  await sandbox.close();
  process.exit(0);
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
