import { AppError } from './errors.ts';
import { gatherSettings, type Source, settingReader } from './setting-reader.ts';
import type { SettingName } from './settings.ts';

/** What one app package is built from. */
export interface PackageConfig {
  readonly teamsAppId: string;
  readonly botId: string;
  /** Https, no trailing slash. */
  readonly publicUrl: string;
  readonly appName: string;
  readonly brand: { readonly name: string; readonly color: string };
  /** Files that take the place of our icons; null: ours. */
  readonly icon: string | null;
  readonly outlineIcon: string | null;
}

const NEEDED = ['PUBLIC_URL', 'TEAMS_APP_ID', 'BOT_ID'] as const satisfies readonly SettingName[];

/** Teams' own limits (app manifest schema: `developer.name`, `name.short`). */
const LONGEST = { BRAND_NAME: 32, APP_NAME: 30 } as const;

/**
 * Reads the settings of `env/.env.<name>`, which the environment wins over.
 *
 * @throws AppError `start.envFile`, `start.settingWrong`, `package.*`
 */
export function readPackageConfig(name: string, environment: Source = process.env): PackageConfig {
  const file = `env/.env.${name}`;
  const given = gatherSettings({ ...environment, ENV_FILE: file });
  const missing = NEEDED.filter((each) => given[each] === undefined);
  if (missing.length > 0) {
    throw new AppError('package.settingsMissing', { names: missing.join(', '), file });
  }
  const read = settingReader(given);
  const publicUrl = read.address('PUBLIC_URL');
  if (!publicUrl.startsWith('https://')) {
    throw new AppError('package.notHttps', { value: publicUrl });
  }
  const brandName = read.required('BRAND_NAME');
  const appName = read.raw('APP_NAME') ?? brandName;
  notLonger(brandName, 'BRAND_NAME', LONGEST.BRAND_NAME);
  notLonger(appName, read.raw('APP_NAME') ? 'APP_NAME' : 'BRAND_NAME', LONGEST.APP_NAME);
  return Object.freeze({
    teamsAppId: read.guid('TEAMS_APP_ID'),
    botId: read.guid('BOT_ID'),
    publicUrl,
    appName,
    brand: { name: brandName, color: read.color('BRAND_COLOR') },
    icon: read.raw('APP_ICON') ?? null,
    outlineIcon: read.raw('APP_ICON_OUTLINE') ?? null,
  });
}

function notLonger(value: string, name: SettingName, most: number): void {
  if (value.length > most) throw new AppError('package.tooLong', { name, most });
}
