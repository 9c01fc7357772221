import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { buildPackage } from '../../src/package/build-package.ts';
import { readPackageConfig } from '../../src/package-config.ts';
import { GIVEN } from './support/opened-package.ts';

const { BOT_ID, PUBLIC_URL, TEAMS_APP_ID } = GIVEN;

test('everything that is missing is named at once, with the file it belongs into', () => {
  expect(() => readPackageConfig('dev', { BOT_ID })).toThrow(
    expect.objectContaining({
      code: 'package.settingsMissing',
      params: { names: 'PUBLIC_URL, TEAMS_APP_ID', file: 'env/.env.dev' },
    }),
  );
});

test.each([
  ['PUBLIC_URL', 'http://guestlist.woodgrove.com', 'package.notHttps'],
  ['PUBLIC_URL', 'guestlist.woodgrove.com', 'start.settingWrong'],
  ['BOT_ID', 'our-bot', 'start.settingWrong'],
  ['TEAMS_APP_ID', 'our-app', 'start.settingWrong'],
  ['BRAND_COLOR', 'blue', 'start.settingWrong'],
  ['BRAND_NAME', 'W'.repeat(33), 'package.tooLong'],
  ['APP_NAME', 'V'.repeat(31), 'package.tooLong'],
])('%s=%s is refused', (name, value, code) => {
  expect(() => readPackageConfig('dev', { ...GIVEN, [name]: value })).toThrow(
    expect.objectContaining({ code }),
  );
});

function packaged(words: readonly string[], settings: Readonly<Record<string, string>>) {
  const own = { PUBLIC_URL: '', TEAMS_APP_ID: '', BOT_ID: '', ...settings };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['src/package/index.ts', ...words],
    { env: { ...process.env, ...own }, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

test('the command builds the file that is named after the environment', async () => {
  const file = 'appPackage/build/guestlist.local.zip';
  rmSync(file, { force: true });
  const { status, stdout, stderr } = packaged(['--env', 'local'], {
    BOT_ID,
    PUBLIC_URL,
    TEAMS_APP_ID,
  });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain(file);
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const same = await buildPackage(readPackageConfig('local', GIVEN), version, 'appPackage');
  expect(readFileSync(file).equals(same)).toBe(true);
});

test.each([
  [[], 'npm run package -- --env dev'],
  [['--env', '../dev'], 'npm run package -- --env dev'],
  [['--env', 'mars'], 'env/.env.mars'],
  [['--env', 'dev'], 'PUBLIC_URL, TEAMS_APP_ID, BOT_ID'],
])('asked with %j it says what to do', (words, told) => {
  const { status, stderr } = packaged(words, {});
  expect(stderr).toContain(told);
  expect(status).toBe(2);
});
