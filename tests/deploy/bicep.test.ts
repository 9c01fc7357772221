import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { settings } from '../../src/settings.ts';
import { type BicepFile, faultsIn, readBicep } from './support/bicep.ts';

let files: readonly BicepFile[];
beforeAll(async () => {
  files = await readBicep('infra');
});

function named(name: string): BicepFile {
  const found = files.find((each) => each.name === name);
  if (!found) throw new Error(`infra/${name} is not there`);
  return found;
}

test('every file is Bicep', async () => {
  expect(files.length).toBeGreaterThanOrEqual(7);
  expect(files.flatMap((each) => each.faults)).toEqual([]);
  expect(await faultsIn('param name string =\nresource x {')).not.toEqual([]);
});

test('every module is handed what it asks for, and nothing else', () => {
  const used = files.flatMap((each) => each.modules);
  expect(used.length).toBeGreaterThanOrEqual(5);
  for (const { file, given } of used) {
    const { params } = named(file);
    const needed = [...params].filter(([, { optional }]) => !optional).map(([name]) => name);
    expect([file, needed.filter((name) => !given.includes(name))]).toEqual([file, []]);
    expect([file, given.filter((name) => !params.has(name))]).toEqual([file, []]);
  }
});

test.each([
  ['main.bicep', 'main.parameters.json'],
  ['registry.bicep', 'registry.parameters.json'],
  ['bot.bicep', 'bot.parameters.json'],
])('%s is given what it needs by %s', (file, given) => {
  const { parameters } = JSON.parse(readFileSync(`infra/${given}`, 'utf8'));
  const { params } = named(file);
  const needed = [...params].filter(([, { optional }]) => !optional).map(([name]) => name);
  expect(needed.filter((name) => !(name in parameters))).toEqual([]);
  expect(Object.keys(parameters).filter((name) => !params.has(name))).toEqual([]);
});

describe('the container', () => {
  /** The environment it starts with, each value as a plain text that is not looked at here. */
  const environment = () =>
    [...named('app.bicep').text.matchAll(/name: '([A-Z_]+)'\n\s+(?:value|secretRef): (.+)\n/g)].map(
      ([, name = '', value = '']) => [name, value] as const,
    );

  test('gets settings that exist', () => {
    const known: readonly string[] = [...settings.map(({ name }) => name), 'DEPLOYED_AT'];
    expect(
      environment()
        .map(([name]) => name)
        .filter((name) => !known.includes(name)),
    ).toEqual([]);
  });

  test('starts with them', () => {
    const id = '11111111-1111-4111-8111-111111111111';
    const values: Readonly<Record<string, string>> = {
      PUBLIC_URL: 'https://guestlist.example.org',
      TENANT_ID: id,
      TEAMS_APP_ID: id,
      BOT_ID: id,
      MAIL_FROM: 'guests@example.org',
      BRAND_NAME: 'WoodGrove',
      LINK_KEY: Buffer.alloc(32).toString('base64'),
      DATABASE_URL: 'postgres://database/guestlist',
    };
    const given = environment().map(([name, value]) => [
      name,
      /^'.*'$/.test(value) && !(name in values) ? value.slice(1, -1) : values[name],
    ]);
    expect(readConfig(Object.fromEntries(given))).toMatchObject({ mode: 'production', port: 3978 });
  });

  test('takes secrets from the vault alone', () => {
    const secrets = environment().filter(([name]) => ['LINK_KEY', 'DATABASE_URL'].includes(name));
    expect(secrets).toEqual([
      ['LINK_KEY', "'link-key'"],
      ['DATABASE_URL', "'database-url'"],
    ]);
    expect(named('app.bicep').text.match(/keyVaultUrl: /g)).toHaveLength(2);
  });
});

test('nothing but the bot is reached from outside', () => {
  expect(named('database.bicep').text).toContain('delegatedSubnetResourceId: subnetId');
  expect(named('database.bicep').text).not.toContain('firewallRules');
  expect(named('vault.bicep').text).toContain("publicNetworkAccess: 'Disabled'");
  expect(named('vault.bicep').text).toContain("defaultAction: 'Deny'");
  expect(named('registry.bicep').text).toContain('adminUserEnabled: false');
  expect(named('app.bicep').text).toContain('allowInsecure: false');
});

test('what is secret is marked so, and never handed out', () => {
  for (const { name, text, outputs } of files) {
    for (const secret of ['linkKey', 'databasePassword', 'password', 'databaseUrl']) {
      if (!new RegExp(`^param ${secret} string`, 'm').test(text)) continue;
      expect([name, text]).toEqual([
        name,
        expect.stringMatching(new RegExp(`@secure\\(\\)\\n(@.*\\n)*param ${secret} string`)),
      ]);
    }
    expect([name, outputs.filter((each) => /password|key$|secret/i.test(each))]).toEqual([
      name,
      [],
    ]);
  }
});
