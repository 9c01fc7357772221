import pino from 'pino';
import { readSandboxConfig } from '../config.ts';
import { runProcess } from '../run-process.ts';
import { startSandbox } from './server.ts';

const log = pino({ name: 'sandbox' });

/** WoodGrove: reads the settings, listens until it is told to end. */
await runProcess(async () => {
  const sandbox = await startSandbox(readSandboxConfig());
  log.info({ origin: sandbox.origin }, 'listening');
  return sandbox;
});
