import type { PackageConfig } from '../package-config.ts';

/** The values that `${{NAME}}` stands for in the manifest and in its localisation files. */
export function manifestValues(
  config: PackageConfig,
  version: string,
): Readonly<Record<string, string>> {
  return {
    APP_VERSION: version,
    APP_NAME: config.appName,
    BRAND_NAME: config.brand.name,
    BRAND_COLOR: config.brand.color,
    PUBLIC_URL: config.publicUrl,
    PUBLIC_HOST: new URL(config.publicUrl).host,
    TEAMS_APP_ID: config.teamsAppId,
    BOT_ID: config.botId,
  };
}

/** Fills a JSON text's `${{NAME}}`; a name without a value is a mistake of ours. */
export function fill(json: string, values: Readonly<Record<string, string>>): string {
  return json.replace(/\$\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Nothing is known to put in place of ${name}`);
    return JSON.stringify(value).slice(1, -1);
  });
}
