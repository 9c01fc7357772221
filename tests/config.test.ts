import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readConfig, readSandboxConfig, readStartConfig } from '../src/config.ts';
import { AppError } from '../src/errors.ts';
import { explain } from '../src/language/explain.ts';
import { startRefusal } from '../src/language/start-texts.ts';
import { textsFor } from '../src/language/texts.ts';
import { type Setting, settings } from '../src/settings.ts';

const production = {
  GUESTLIST_MODE: 'production',
  PUBLIC_URL: 'https://guestlist.example.org/',
  TENANT_ID: '11111111-1111-4111-8111-111111111111',
  TEAMS_APP_ID: '22222222-2222-4222-8222-222222222222',
  BOT_ID: '33333333-3333-4333-8333-333333333333',
  BOT_SECRET: 'secret',
  MAIL_FROM: 'invitations@example.org, more@example.org',
  LINK_KEY: Buffer.alloc(32, 7).toString('base64'),
};

test('without a mode the start is refused', () => {
  expect(() => readConfig({})).toThrow(expect.objectContaining({ code: 'start.modeMissing' }));
});

test('the sandbox needs no further setting and stays on loopback', () => {
  const config = readConfig({ GUESTLIST_MODE: 'sandbox', HOST: '0.0.0.0', SANDBOX_PORT: '4001' });
  expect(config.host).toBe('127.0.0.1');
  expect(config.graphBaseUrl).toBe('http://127.0.0.1:4001/v1.0');
  expect(config.bot.channelMetadataUrl).toContain('http://127.0.0.1:4001/');
});

test('production talks to Microsoft and listens where it is told', () => {
  const config = readConfig(production);
  expect(config).toMatchObject({
    host: '0.0.0.0',
    publicUrl: 'https://guestlist.example.org',
    graphBaseUrl: 'https://graph.microsoft.com/v1.0',
    identity: { authority: 'https://login.microsoftonline.com' },
    sandboxOrigin: null,
    mailFrom: ['invitations@example.org', 'more@example.org'],
  });
  expect(config.bot.channelMetadataUrl).toBeNull();
});

describe('a setting that production needs and does not get is named', () => {
  const needed = Object.keys(production).filter(
    (name) => name !== 'GUESTLIST_MODE' && name !== 'BOT_SECRET',
  );
  test.each(needed)('%s', (name) => {
    expect(() => readConfig({ ...production, [name]: ' ' })).toThrow(
      expect.objectContaining({ code: 'start.settingMissing', params: { name } }),
    );
  });
});

describe('how the app signs in', () => {
  const { BOT_SECRET, ...without } = production;
  const proofOf = (settings: Record<string, string>) =>
    readConfig({ ...without, ...settings }).identity.proof;
  const identityId = '44444444-4444-4444-8444-444444444444';

  test.each<[string, Record<string, string>, object]>([
    ['a secret alone', { BOT_SECRET }, { kind: 'secret', secret: BOT_SECRET }],
    ['a managed identity', { SIGN_IN: 'managedIdentity' }, { kind: 'managedIdentity' }],
    [
      'a managed identity, whatever else is set',
      { SIGN_IN: 'managedIdentity', BOT_SECRET },
      { kind: 'managedIdentity' },
    ],
    [
      'a certificate',
      { SIGN_IN: 'certificate', CERTIFICATE_FILE: 'app.pem' },
      { kind: 'certificate', file: 'app.pem' },
    ],
    [
      'a token of somebody else',
      { SIGN_IN: 'federation', FEDERATED_TOKEN_FILE: 'token' },
      { kind: 'federation', voucher: { tokenFile: 'token' } },
    ],
    [
      'a token where Azure puts it',
      { SIGN_IN: 'federation', AZURE_FEDERATED_TOKEN_FILE: '/var/run/token' },
      { kind: 'federation', voucher: { tokenFile: '/var/run/token' } },
    ],
    [
      'an identity that vouches, before a file',
      { SIGN_IN: 'federation', FEDERATED_IDENTITY_ID: identityId, FEDERATED_TOKEN_FILE: 'token' },
      { kind: 'federation', voucher: { identityId } },
    ],
  ])('by %s', (_what, settings, proof) => {
    expect(proofOf(settings)).toEqual(proof);
  });

  test.each<[string, Record<string, string>, string]>([
    ['nothing', {}, 'start.signInMissing'],
    ['a file that is not named as the proof', { CERTIFICATE_FILE: 'x' }, 'start.signInMissing'],
    ['a federation without a voucher', { SIGN_IN: 'federation' }, 'start.voucherMissing'],
    ['a certificate without its file', { SIGN_IN: 'certificate' }, 'start.settingMissing'],
    ['a secret that is not there', { SIGN_IN: 'secret' }, 'start.settingMissing'],
    ['another word', { SIGN_IN: 'password' }, 'start.settingWrong'],
  ])('not by %s', (_what, settings, code) => {
    expect(() => proofOf(settings)).toThrow(expect.objectContaining({ code }));
  });

  test('who has said nothing is told the four, the best first', () => {
    const said = startRefusal(new AppError('start.signInMissing'));
    const order = ['managedIdentity', 'federation', 'certificate', 'secret'];
    expect(said).toMatch(new RegExp(order.join('.*')));
  });
});

describe('a wrong setting is named', () => {
  test.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['LOG_LEVEL', 'loud'],
    ['CHANNEL_AUTH', 'maybe'],
    ['TENANT_ID', 'woodgrove'],
    ['MAIL_FROM', 'not an address'],
    ['BRAND_COLOR', 'blue'],
    ['GRAPH_BASE_URL', 'ftp://graph'],
    ['TEAM_MEMBERS_PER_MINUTE', '0'],
    ['LINK_KEY', 'dG9vIHNob3J0'],
    ['GUESTLIST_MODE', 'test'],
  ])('%s=%s', (name, value) => {
    expect(() => readConfig({ ...production, [name]: value })).toThrow(
      expect.objectContaining({
        code: 'start.settingWrong',
        params: expect.objectContaining({ name }),
      }),
    );
  });
});

test.each([
  ['CHANNEL_AUTH', 'maybe', 'It can be one of these: signed, none.'],
  ['PORT', 'eighty', 'It can be a whole number from 0 to 65535.'],
])('a wrong %s is refused with what it can be', (name, value, can) => {
  const texts = textsFor('en');
  let said = '';
  try {
    readConfig({ ...production, [name]: value });
  } catch (error) {
    if (error instanceof AppError) said = explain(texts, error).nextStep;
  }
  expect(said).toContain(can);
});

test('a wrong key is not repeated in the refusal', () => {
  expect(() => readConfig({ ...production, LINK_KEY: 'dG9vIHNob3J0' })).toThrow(
    expect.objectContaining({ params: { name: 'LINK_KEY', value: '…' } }),
  );
});

test('activities without a token are taken in the sandbox only', () => {
  expect(readConfig({ GUESTLIST_MODE: 'sandbox', CHANNEL_AUTH: 'none' }).bot.channelAuth).toBe(
    'none',
  );
  expect(() => readConfig({ ...production, CHANNEL_AUTH: 'none' })).toThrow(
    expect.objectContaining({ code: 'start.channelAuthNone' }),
  );
});

test('the sandbox never starts in production mode', () => {
  for (const read of [readSandboxConfig, readStartConfig]) {
    expect(() => read({ GUESTLIST_MODE: 'production' })).toThrow(
      expect.objectContaining({ code: 'start.sandboxOnly' }),
    );
  }
});

test('without a mode the sandbox is refused, too; npm start brings it', () => {
  expect(() => readSandboxConfig({})).toThrow(
    expect.objectContaining({ code: 'start.modeMissing' }),
  );
  expect(readStartConfig({}).environment.GUESTLIST_MODE).toBe('sandbox');
});

test('one port for both processes is refused', () => {
  const same = { GUESTLIST_MODE: 'sandbox', PORT: '4000', SANDBOX_PORT: '4000' };
  for (const read of [readConfig, readSandboxConfig, readStartConfig]) {
    expect(() => read(same)).toThrow(expect.objectContaining({ code: 'start.portsEqual' }));
  }
});

test('npm start needs to know its ports', () => {
  expect(() => readStartConfig({ PORT: '0' })).toThrow(
    expect.objectContaining({ params: { name: 'PORT', value: '0', least: 1, most: 65_535 } }),
  );
});

test('a file fills in what the environment leaves open', () => {
  const config = readConfig({
    GUESTLIST_MODE: 'sandbox',
    ENV_FILE: 'env/.env.local',
    PORT: '4100',
  });
  expect(config.port).toBe(4100);
  expect(() => readConfig({ GUESTLIST_MODE: 'sandbox', ENV_FILE: 'env/none' })).toThrow(
    expect.objectContaining({ code: 'start.envFile' }),
  );
});

test('the documents name every setting with the default that is in force', () => {
  const table = readFileSync('docs/settings.md', 'utf8');
  const file = readFileSync('env/.env.local', 'utf8');
  const documented = [...table.matchAll(/^\| `([A-Z0-9_]+)` \| (?:`([^`]*)`)? ?\|/gm)];
  expect(documented.map(([, name, value]) => [name, value])).toEqual(
    settings.map((each: Setting) => [each.name, each.default]),
  );
  const written = [...file.matchAll(/^# ([A-Z0-9_]+)=(.*)$/gm)];
  expect(written.map(([, name, value]) => [name, value])).toEqual(
    settings.map((each: Setting) => [each.name, each.default ?? '']),
  );
});

describe.each(['env/.env.dev', 'env/.env.prod'])('%s', (path) => {
  /** Name, value, and the comment above, of every setting that a file speaks of. */
  const told = (file: string) =>
    [...readFileSync(file, 'utf8').matchAll(/((?:^# .*\n)*)^(# )?([A-Z0-9_]+)=(.*)$/gm)].map(
      ([, above, off, name, value]) => ({ above, off: off !== undefined, name, value }),
    );
  const ofToolkit = [
    'TEAMSFX_ENV',
    'AZURE_SUBSCRIPTION_ID',
    'AZURE_RESOURCE_GROUP_NAME',
    'RESOURCE_NAME',
  ];
  const written = told(path).filter(({ name }) => !ofToolkit.includes(name ?? ''));

  test('speaks of settings that exist, in their order, as env/.env.local does', () => {
    const names = written.map(({ name }) => name);
    expect(names).toEqual(
      settings.map((each) => each.name as string).filter((name) => names.includes(name)),
    );
    const local = new Map(told('env/.env.local').map((each) => [each.name, each.above]));
    for (const { above, name } of written) expect([name, above]).toEqual([name, local.get(name)]);
  });

  test('speaks of everything that production needs, and holds no secret', () => {
    for (const name of Object.keys(production)) {
      expect(written.map((each) => each.name)).toContain(name);
    }
    for (const { name, value } of written.filter((each) => !each.off)) {
      expect([name, value]).toEqual([name, name === 'GUESTLIST_MODE' ? 'production' : '']);
    }
    for (const secret of ['BOT_SECRET', 'LINK_KEY', 'DATABASE_URL']) {
      expect(written).toContainEqual(
        expect.objectContaining({ name: secret, off: true, value: '' }),
      );
    }
  });

  test('shows defaults that are in force', () => {
    for (const { name, value } of written.filter((each) => each.off)) {
      const known: readonly Setting[] = settings;
      expect([name, value]).toEqual([
        name,
        known.find((each) => each.name === name)?.default ?? '',
      ]);
    }
  });
});
