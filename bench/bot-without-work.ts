import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { runProcess } from '../src/run-process.ts';

/**
 * The bot as it is, but nothing goes on beside its turns: what they queue stays queued. So that what is
 * measured ends with the answer.
 */
const nothing = { start: async () => {}, stop: async () => {}, lookNow: async () => {} };
await runProcess(async () => createApp(readConfig(), () => nothing));
