import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { AppError } from './errors.ts';
import { type Setting, type SettingName, settings } from './settings.ts';

/** Variables by name, as the environment or a file gives them. */
export type Source = Readonly<Record<string, string | undefined>>;

/** The settings that were given, trimmed; empty ones count as not given. */
export type GivenSettings = Readonly<Partial<Record<SettingName, string>>>;

/**
 * Settings that a file named by `ENV_FILE` gives, and the environment, which wins. `FEDERATED_TOKEN_FILE` may
 * also come by Azure's name for it.
 *
 * @throws AppError `start.envFile`
 */
export function gatherSettings(environment: Source): GivenSettings {
  const file = environment.ENV_FILE;
  const written = file ? parseEnv(readFile(file)) : {};
  const values: Partial<Record<SettingName, string>> = {};
  for (const { name } of settings) {
    const given = environment[name] ?? written[name];
    if (given !== undefined && given.trim() !== '') values[name] = given.trim();
  }
  // What Azure Workload Identity puts into the pod by itself.
  const projected = environment.AZURE_FEDERATED_TOKEN_FILE?.trim();
  if (projected) values.FEDERATED_TOKEN_FILE ??= projected;
  return values;
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('start.envFile', { file }, { cause });
  }
}

/** What reads one setting: the value given, else its default. */
export type SettingReader = ReturnType<typeof settingReader>;

/** Reads single settings; a missing or wrong one throws `start.settingMissing` or `start.settingWrong` with its name. */
export function settingReader(values: GivenSettings) {
  const known: readonly Setting[] = settings;
  const raw = (name: SettingName): string | undefined =>
    values[name] ?? known.find((each) => each.name === name)?.default;
  const wrong = (
    name: SettingName,
    value: string,
    can: Readonly<Record<string, string | number>> = {},
  ): never => {
    throw new AppError('start.settingWrong', { name, value, ...can });
  };
  return {
    raw,
    required(name: SettingName): string {
      const value = raw(name);
      if (value === undefined) throw new AppError('start.settingMissing', { name });
      return value;
    },
    number(name: SettingName, least = 1, most = 1_000_000): number {
      const value = this.required(name);
      const parsed = z.coerce.number().int().min(least).max(most).safeParse(value);
      return parsed.success ? parsed.data : wrong(name, value, { least, most });
    },
    oneOf<T extends string>(name: SettingName, ...choices: readonly T[]): T {
      const value = this.required(name);
      return (
        choices.find((choice) => choice === value) ??
        wrong(name, value, { allowed: choices.join(', ') })
      );
    },
    address(name: SettingName, given?: string): string {
      const value = given ?? this.required(name);
      const parsed = z.url({ protocol: /^https?$/ }).safeParse(value);
      return parsed.success ? value.replace(/\/+$/, '') : wrong(name, value);
    },
    /** `#rrggbb`. */
    color(name: SettingName): string {
      const value = this.required(name);
      return /^#[0-9a-f]{6}$/i.test(value) ? value : wrong(name, value);
    },
    guid(name: SettingName): string {
      const value = this.required(name);
      return z.guid().safeParse(value).success ? value.toLowerCase() : wrong(name, value);
    },
    mailboxes(name: SettingName): readonly string[] {
      const value = this.required(name);
      const all = value.split(',').map((each) => each.trim());
      return all.every((each) => z.email().safeParse(each).success) ? all : wrong(name, value);
    },
  };
}
