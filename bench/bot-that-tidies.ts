import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { runProcess } from '../src/run-process.ts';

/** The bot as it is; on SIGUSR2 it collects its garbage, so that what is measured is what it holds on to. */
process.on('SIGUSR2', () => globalThis.gc?.());
await runProcess(async () => createApp(readConfig()));
