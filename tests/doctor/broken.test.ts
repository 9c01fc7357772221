import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openEmbedded } from '../../src/db/embedded.ts';
import { examine } from '../../src/doctor/examine.ts';
import { type Permission, permissions } from '../../src/graph/permissions.ts';
import { findingWords } from '../../src/language/finding-words.ts';
import { textsFor } from '../../src/language/texts.ts';
import { defaultPermissions } from '../../src/sandbox/tenant/permissions.ts';
import { freePort } from '../support/ports.ts';
import { type GivenPatient, givenOtherTime, givenPatient } from './given-patient.ts';

const table: readonly Permission[] = permissions;
const granted: readonly string[] = defaultPermissions;

let given: GivenPatient;
beforeAll(async () => {
  given = await givenPatient();
});
beforeEach(async () => {
  await given.woodgrove.control('POST', 'reset');
  await given.woodgrove.control('POST', 'limits', { scale: 'off' });
});
afterAll(() => given?.close());

const fault = (pathRegex: string, status: number) =>
  given.woodgrove.control('POST', 'faults', {
    seed: 1,
    rules: [{ method: 'GET', pathRegex, share: 1, status }],
  });
const endFaults = () =>
  fetch(`${given.woodgrove.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' });

describe('with nothing broken', () => {
  test('all is well but what no read can tell', async () => {
    const findings = await examine(given.config());
    const others = findings.filter(({ state }) => state !== 'ok');
    expect(others.map(({ name, state }) => [name, state])).toEqual([
      ['permission.Mail.Send', 'unchecked'],
      ['teams.guests', 'unchecked'],
    ]);
  });

  test('each finding has a name of its own, and words', async () => {
    const findings = await examine(given.config());
    const names = findings.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const texts = textsFor('en');
    for (const finding of findings) {
      const { cause, nextStep } = findingWords(texts, finding);
      expect(cause).toMatch(/[.]$/);
      expect(nextStep === '').toBe(finding.state === 'ok');
    }
  });

  test('nothing is changed, and no more is asked for than the product may', async () => {
    const before = JSON.stringify(await given.woodgrove.control('GET', 'tenant'));
    await examine(given.config());
    const log = await fetch(`${given.woodgrove.sandbox.origin}/_sandbox/graph-log`);
    const calls = (await log.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(['GET']));
    // Whoever asks whether Graph is there at all brings no token; another mailbox is shut.
    expect(calls.map(({ status }) => status).filter((status) => status !== 200)).toEqual([
      401, 403,
    ]);
    expect(JSON.stringify(await given.woodgrove.control('GET', 'tenant'))).toBe(before);
  });
});

describe('each thing that is broken is found', () => {
  describe('a permission that is missing', () => {
    const always = table.filter(
      ({ needed, givenIn }) => needed === 'always' && givenIn === 'entra',
    );
    test.each(always)('$name', async ({ name, coveredBy }) => {
      const gone = [name, coveredBy];
      await given.turn({ permissions: granted.filter((each) => !gone.includes(each)) });
      const finding = await given.find(`permission.${name}`);
      expect(finding).toMatchObject({ state: 'problem', code: 'doctor.permissionMissing' });
      expect(findingWords(textsFor('en'), finding).nextStep).toContain(
        `Application permissions > ${name}`,
      );
    });

    test('is none where a greater one is given', async () => {
      await given.turn({ permissions: granted.filter((each) => each !== 'User.Read.All') });
      expect(await given.find('permission.User.Read.All')).toMatchObject({
        state: 'ok',
        code: 'permissionCovered',
      });
    });

    test('is none where the product does without', async () => {
      await given.turn({ permissions: granted.filter((each) => each !== 'Sites.Read.All') });
      expect(await given.find('permission.Sites.Read.All')).toMatchObject({
        state: 'ok',
        code: 'permissionLeft',
      });
    });
  });

  const one = async (
    name: string,
    state: string,
    code: string,
    settings: Readonly<Record<string, string>> = {},
  ) => expect(await given.find(name, given.config(settings))).toMatchObject({ state, code });

  test('permissions too many', async () => {
    await given.turn({ permissions: [...granted, 'Directory.ReadWrite.All'] });
    await one('permission.Directory.ReadWrite.All', 'warning', 'doctor.permissionTooMany');
  });

  test('the right to grant any role, with and without the setting that opens it', async () => {
    const name = 'permission.AppRoleAssignment.ReadWrite.All';
    await one(name, 'problem', 'doctor.permissionMissing', { DIRECT_APP_ROLES: 'on' });
    await given.turn({ permissions: [...granted, 'AppRoleAssignment.ReadWrite.All'] });
    await one(name, 'warning', 'doctor.permissionUnused');
    await one(name, 'ok', 'permission', { DIRECT_APP_ROLES: 'on' });
  });

  test('mail that is given in Entra, and opens every mailbox', async () => {
    await given.turn({ permissions: [...granted, 'Mail.ReadWrite', 'Mail.Send'] });
    await one('permission.Mail.ReadWrite', 'warning', 'doctor.mailInEntra');
    await one('permission.Mail.Send', 'warning', 'doctor.mailInEntra');
    await one('mailbox.others', 'problem', 'doctor.mailboxOpen');
  });

  test('a mailbox that is shut, or is none', async () => {
    await given.turn({ mailboxPermissions: [] });
    await one('mailbox.guestlist@woodgrove.com', 'problem', 'doctor.mailboxRefused');
    await one('permission.Mail.ReadWrite', 'unchecked', 'doctor.mailboxShut');
    await one('mailbox.nobody@woodgrove.com', 'problem', 'doctor.mailboxMissing', {
      MAIL_FROM: 'nobody@woodgrove.com',
    });
  });

  test('an app that is not in the catalogue, or not published', async () => {
    const settings = { TEAMS_APP_ID: '11111111-2222-4333-8444-555555555555' };
    await one('app.catalog', 'problem', 'doctor.appMissing', settings);
    await one('app.install', 'unchecked', 'doctor.appNotThere', settings);
    await given.turn({ appPublished: false });
    await one('app.catalog', 'warning', 'doctor.appNotPublished');
  });

  test('an app that may not be added for people', async () => {
    const permission = 'TeamsAppInstallation.ReadWriteSelfForUser.All';
    await given.turn({ permissions: granted.filter((each) => each !== permission) });
    await one('app.install', 'problem', 'doctor.installRefused');
  });

  test('a tenant in which nobody, or hardly anybody, may invite', async () => {
    await given.turn({ allowInvitesFrom: 'none' });
    await one('invitations.from', 'problem', 'doctor.invitesNobody');
    await given.turn({ allowInvitesFrom: 'adminsAndGuestInviters' });
    await one('invitations.from', 'warning', 'doctor.invitesFew');
  });

  test('lists of domains', async () => {
    await one('invitations.domains', 'ok', 'domainsLate');
    await one('invitations.domains', 'ok', 'domainsTold', { READ_DOMAIN_LIST: 'on' });
    await given.turn({ blockedDomains: [] });
    await one('invitations.domains', 'ok', 'domainsAll');
    await given.turn({ allowedDomains: ['fabrikam.com'] });
    await one('invitations.domains', 'warning', 'doctor.domainsOnly');
    await fault('b2bManagementPolicies', 403);
    await one('invitations.domains', 'unchecked', 'doctor.domainsUnreadable');
    await one('invitations.domains', 'warning', 'doctor.domainsUnreadable', {
      READ_DOMAIN_LIST: 'on',
    });
    await endFaults();
  });

  test('groups that take no guests, or shut them out', async () => {
    await given.turn({ allowToAddGuests: false });
    await one('groups.guests', 'problem', 'doctor.groupsAddNoGuests');
    await given.turn({ allowToAddGuests: true, allowGuestsToAccessGroups: false });
    await one('groups.guests', 'problem', 'doctor.groupsShutGuestsOut');
  });

  test('limits beyond those of Microsoft, and a directory that is full', async () => {
    await one('limits.settings', 'warning', 'doctor.limitTooHigh', { MAILS_PER_MINUTE: '31' });
    await given.turn({ objectQuota: 10 });
    await one('limits.directory', 'problem', 'doctor.directoryFull');
    await given.turn({ objectQuota: 50 });
    await one('limits.directory', 'warning', 'doctor.directoryNearlyFull');
  });

  test('a secret that Entra does not take, for Graph and for Teams', async () => {
    const findings = await examine(given.config({ BOT_SECRET: 'another' }));
    const of = (wanted: string) => findings.filter(({ state }) => state === wanted);
    expect(of('problem').map(({ name, code }) => [name, code])).toEqual([
      ['token.graph', 'appSignIn.secretWrong'],
      ['token.bot', 'appSignIn.secretWrong'],
    ]);
    expect(new Set(of('unchecked').map(({ code }) => code))).toEqual(new Set(['doctor.noToken']));
  });

  test('a tenant that Entra does not know', async () => {
    const settings = { TENANT_ID: '11111111-2222-4333-8444-555555555555' };
    await one('reach.signIn', 'problem', 'doctor.tenantUnknown', settings);
  });

  test.each([
    ['ahead', -60_000, 'warning', 'doctor.clockAhead'],
    ['far ahead', -400_000, 'problem', 'doctor.clockAhead'],
    ['behind', 60_000, 'warning', 'doctor.clockBehind'],
    ['far behind', 400_000, 'problem', 'doctor.clockBehind'],
  ])('a clock that is %s', async (_how, offMs, state, code) => {
    const other = await givenOtherTime(given.woodgrove.sandbox.origin, offMs);
    const { identity, ...rest } = given.config();
    const config = { ...rest, identity: { ...identity, authority: other.origin } };
    expect(await given.find('clock', config)).toMatchObject({ state, code });
    await other.close();
  });

  test('whoever does not answer, by name', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const config = given.config();
    const away = { state: 'problem', code: 'doctor.noAnswer' };
    const graph = { ...config, graphBaseUrl: `${nobody}/v1.0` };
    expect(await given.find('reach.graph', graph)).toMatchObject(away);
    expect(await given.find('mailbox.guestlist@woodgrove.com', graph)).toMatchObject(away);
    const authority = { ...config, identity: { ...config.identity, authority: nobody } };
    expect(await given.find('reach.signIn', authority)).toMatchObject(away);
    expect(await given.find('clock', authority)).toMatchObject(away);
    for (const name of ['token.graph', 'token.bot']) {
      expect(await given.find(name, authority)).toMatchObject({ code: 'unavailable' });
    }
    const keys = { ...config, bot: { ...config.bot, channelMetadataUrl: nobody } };
    expect(await given.find('reach.channelKeys', keys)).toMatchObject({ code: 'unavailable' });
    await fault('^/v3/', 503);
    expect(await given.find('reach.connector')).toMatchObject(away);
    await endFaults();
  });

  test('an address that Teams cannot call', async () => {
    const config = { ...given.config(), mode: 'production' as const };
    expect(await given.find('publicUrl', config)).toMatchObject({ code: 'doctor.publicUrl' });
    const publicUrl = 'https://guestlist.contoso.com';
    expect(await given.find('publicUrl', { ...config, publicUrl })).toMatchObject({ state: 'ok' });
  });

  test('a database that is away, in use, of an older version, or of a newer one', async () => {
    await one('database', 'problem', 'start.databaseUnreachable', {
      DATABASE_URL: `postgres://guestlist@127.0.0.1:${await freePort()}/guestlist`,
    });
    await one('database', 'ok', 'databaseEmpty');
    const moveMigrations = async (by: string) => {
      const database = await openEmbedded(given.dataDir);
      await database.db.execute(
        `update drizzle.__drizzle_migrations set created_at = created_at ${by}`,
      );
      await database.close();
    };
    const database = await openEmbedded(given.dataDir);
    await one('database', 'ok', 'databaseInUse');
    await database.close();
    await one('database', 'ok', 'databaseCurrent');
    await moveMigrations('+ 1');
    await one('database', 'problem', 'doctor.databaseNewer');
    await moveMigrations('- 2');
    await one('database', 'warning', 'doctor.databaseOlder');
  });
});
