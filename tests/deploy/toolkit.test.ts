import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';
import { settings } from '../../src/settings.ts';
import { type BicepFile, readBicep } from './support/bicep.ts';

const step = z.object({
  uses: z.string(),
  with: z.looseObject({}),
  writeToEnvironmentFile: z.record(z.string(), z.string()).optional(),
});
const project = z.strictObject({
  version: z.literal('v1.11'),
  environmentFolderPath: z.literal('./env'),
  provision: z.array(step),
  deploy: z.array(step),
  publish: z.array(step).optional(),
});

/** What each action must be given: read from the Toolkit's schema of this version. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'teamsApp/create': ['name'],
  'aadApp/create': ['name', 'generateClientSecret', 'signInAudience'],
  'arm/deploy': ['subscriptionId', 'resourceGroupName', 'templates'],
  script: ['run'],
  'teamsApp/validateAppPackage': ['appPackagePath'],
  'teamsApp/update': ['appPackagePath'],
  'teamsApp/publishAppPackage': ['appPackagePath'],
  'file/createOrUpdateEnvironmentFile': ['envs', 'target'],
};

/** Names that a person fills in before, in env/.env.NAME or beside it in env/.env.NAME.user. */
const FILLED_IN = [
  'TEAMSFX_ENV',
  'AZURE_SUBSCRIPTION_ID',
  'AZURE_RESOURCE_GROUP_NAME',
  'RESOURCE_NAME',
  'SECRET_DATABASE_PASSWORD',
  'SECRET_LINK_KEY',
  ...settings.map(({ name }) => name as string),
];

let bicep: readonly BicepFile[];
beforeAll(async () => {
  bicep = await readBicep('infra');
});

describe.each(['m365agents.yml', 'm365agents.local.yml'])('%s', (path) => {
  const { provision, deploy, publish = [] } = project.parse(parse(readFileSync(path, 'utf8')));
  const steps = [...provision, ...deploy, ...publish];

  test('gives every action what it needs', () => {
    for (const each of steps) {
      const needed = NEEDED[each.uses] ?? ['an action that is known'];
      expect([each.uses, needed.filter((name) => !(name in each.with))]).toEqual([each.uses, []]);
    }
  });

  test('names files that are there', () => {
    const named = [...JSON.stringify(steps).matchAll(/"\.\/(infra\/[^"]+)"/g)].map(
      ([, file = '']) => file,
    );
    expect(named.length).toBeGreaterThanOrEqual(2);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });

  test('asks for nothing that was not filled in or made before', () => {
    const known = new Set(FILLED_IN);
    for (const each of steps) {
      const files = [...JSON.stringify(each.with).matchAll(/\.\/(infra\/[^"]+\.json)/g)];
      const said = [
        JSON.stringify(each.with),
        ...files.map(([, file = '']) => readFileSync(file, 'utf8')),
      ];
      const asked = [...said.join(' ').matchAll(/\$\{\{(\w+)\}\}/g)].map(([, name = '']) => name);
      expect([each.uses, asked.filter((name) => !known.has(name))]).toEqual([each.uses, []]);
      for (const name of Object.values(each.writeToEnvironmentFile ?? {})) known.add(name);
      for (const [, file] of JSON.stringify(each.with).matchAll(/\.\/infra\/([^"]+\.bicep)/g)) {
        for (const name of bicep.find((one) => one.name === file)?.outputs ?? []) known.add(name);
      }
    }
  });

  test('builds the app package before it looks at it', () => {
    const built = provision.findIndex(({ with: given }) =>
      /npm run package/.test(String(given.run)),
    );
    const checked = provision.findIndex(({ uses }) => uses === 'teamsApp/validateAppPackage');
    expect(built).toBeGreaterThanOrEqual(0);
    expect(checked).toBeGreaterThan(built);
  });
});

test('what is written for one’s own machine starts the bot', () => {
  const { deploy } = project.parse(parse(readFileSync('m365agents.local.yml', 'utf8')));
  const envs = z.record(z.string(), z.string()).parse(deploy.at(-1)?.with.envs);
  const id = '11111111-1111-4111-8111-111111111111';
  const values: Readonly<Record<string, string>> = {
    PUBLIC_URL: 'https://guestlist.example.org',
    MAIL_FROM: 'guests@example.org',
    SECRET_LINK_KEY: Buffer.alloc(32).toString('base64'),
  };
  const filled = Object.entries(envs).map(([name, text]) => [
    name,
    text.replace(/^\$\{\{(\w+)\}\}$/, (_, asked: string) => values[asked] ?? id),
  ]);
  expect(readConfig(Object.fromEntries(filled))).toMatchObject({ mode: 'production' });
});
