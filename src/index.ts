import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { AppError } from './errors.ts';
import { startRefusal } from './language/start-texts.ts';

/** The bot: reads the settings, listens, drains on SIGTERM. Exit 2: a setting or the machine refused the start. */
try {
  const app = await createApp(readConfig());
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await app.close();
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
