import { AppError } from '../errors.ts';
import { startRefusal } from '../language/start-texts.ts';
import { commands } from './commands.ts';
import { help } from './help.ts';

/**
 * `npm run guestlist -- <command> [--json]`. Exit codes are pinned: 0 all done, 1 some failed, 2 usage or
 * settings, 3 denied, 4 the bot, or what it needs, does not answer.
 */
const words = process.argv.slice(2).filter((word) => word !== '--json');
const json = process.argv.includes('--json');
const UNAVAILABLE = new Set(['cli.botDown', 'cli.botFailed']);
const command = commands.find(({ name }) => name.every((word, at) => words[at] === word));

if (!command) {
  process.stderr.write(`${help()}\n`);
  process.exitCode = words.length === 0 || words[0] === 'help' ? 0 : 2;
} else {
  try {
    const { exit, lines, data } = await command.run(words.slice(command.name.length));
    process.stdout.write(json ? `${JSON.stringify(data)}\n` : `${lines.join('\n')}\n`);
    process.exitCode = exit;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    process.stderr.write(`${startRefusal(error)}\n`);
    process.exitCode = UNAVAILABLE.has(error.code) ? 4 : 2;
  }
}
