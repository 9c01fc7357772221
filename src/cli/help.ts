import { textsFor } from '../language/texts.ts';
import { commands } from './commands.ts';

/** Every command with what it does. */
export function help(): string {
  const { t } = textsFor('en');
  const lines = commands.map(({ name, key }) => `  ${name.join(' ')}  ${t(`cli.commands.${key}`)}`);
  return [t('cli.usage'), ...lines].join('\n');
}
