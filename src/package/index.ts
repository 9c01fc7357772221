import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { startRefusal } from '../language/start-texts.ts';
import { textsFor } from '../language/texts.ts';
import { readPackageConfig } from '../package-config.ts';
import { buildPackage } from './build-package.ts';

/**
 * `npm run package -- --env <name>`: builds `appPackage/build/guestlist.<name>.zip` from the settings in
 * `env/.env.<name>` and the environment. Exit: 0 built, 2 usage or settings.
 */
const FOLDER = 'appPackage';

try {
  const name = readName(process.argv.slice(2));
  const config = readPackageConfig(name);
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const built = await buildPackage(config, version, FOLDER);
  const file = join(FOLDER, 'build', `guestlist.${name}.zip`);
  mkdirSync(join(FOLDER, 'build'), { recursive: true });
  writeFileSync(file, built);
  const said = { file, name: config.appName, version, url: config.publicUrl };
  process.stdout.write(`${textsFor('en').t('cli.packaged', said)}\n`);
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${startRefusal(error)}\n`);
  process.exitCode = 2;
}

/** The name stands in a file's name, so it is a plain word. */
function readName(args: string[]): string {
  try {
    const { values } = parseArgs({ args, options: { env: { type: 'string' } } });
    return z
      .string()
      .regex(/^[a-z0-9-]+$/i)
      .parse(values.env);
  } catch (cause) {
    throw new AppError('package.usage', {}, { cause });
  }
}
