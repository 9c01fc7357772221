import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { runProcess } from './run-process.ts';

/** The bot: reads the settings, listens, drains on SIGTERM. */
await runProcess(async () => createApp(readConfig()));
