import { AppError } from './errors.ts';
import { startRefusal } from './language/start-texts.ts';

/** Something that runs until it is told to end. */
export interface Running {
  /** Takes nothing new, ends what runs. */
  close(): Promise<void>;
  /** Resolves where it cannot go on, which it has logged. Left out: it always can. */
  readonly ended?: Promise<unknown>;
}

/**
 * Runs the bot or the sandbox: until SIGTERM, or until `npm start`, where that has started it, is gone.
 * Exit 2, with a sentence: a setting or the machine refused the start. Exit 1: it cannot go on, and may be
 * started again.
 */
export async function runProcess(start: () => Promise<Running>): Promise<void> {
  const running = await start().catch(refuse);
  void running.ended?.then(() => process.exit(1));
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await running.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
  if (!process.send) return;
  process.on('disconnect', end);
  // `npm start` may have gone while we were starting.
  if (process.connected) process.send('listening', undefined, {}, () => undefined);
  else await end();
}

function refuse(error: unknown): never {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${startRefusal(error)}\n`);
  process.exit(2);
}
