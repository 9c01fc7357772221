import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'sh-syntax';
import { type Permission, permissions } from '../../src/graph/permissions.ts';

const script = fileURLToPath(new URL('../../infra/register.sh', import.meta.url));
const az = fileURLToPath(new URL('./az.ts', import.meta.url));
const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

const table: readonly Permission[] = permissions;
const inEntra = table.filter(({ givenIn }) => givenIn === 'entra');
const named = (which: (permission: Permission) => boolean) =>
  inEntra.filter(which).map(({ name }) => name);
const needed = named((each) => each.needed === 'always');
const optional = named((each) => each.needed !== 'always').sort();

interface Directory {
  readonly signedIn: boolean;
  readonly applications: readonly Record<string, unknown>[];
  readonly servicePrincipals: readonly Record<string, unknown>[];
  readonly assignments: readonly { principalId: string; appRoleId: string }[];
}

/** A tenant with Microsoft Graph, whose roles have made-up ids: the script asks for them. */
const fresh: Directory = {
  signedIn: true,
  applications: [],
  servicePrincipals: [
    {
      id: 'graph',
      appId: GRAPH_APP_ID,
      appRoles: [...inEntra, { name: 'Mail.Send' }].map(({ name }) => ({
        id: `role-${name}`,
        value: name,
      })),
    },
  ],
  assignments: [],
};

let folder: string;
/** The tenant after a first run, from which most of the others go on: each call is a process of its own. */
let registered: Directory;
let firstRun: ReturnType<typeof register>;
const open = () => {
  folder = mkdtempSync(join(tmpdir(), 'guestlist-register-'));
  writeFileSync(join(folder, 'az'), `#!/bin/sh\nexec "${process.execPath}" "${az}" "$@"\n`, {
    mode: 0o755,
  });
  given(fresh);
};
const remove = () => rmSync(folder, { recursive: true, force: true });
beforeAll(() => {
  open();
  firstRun = register();
  registered = now();
  remove();
});
beforeEach(open);
afterEach(remove);

function given(directory: Directory): void {
  writeFileSync(join(folder, 'state.json'), JSON.stringify(directory));
}

const now = (): Directory => JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'));

/** Runs the script, and gives what it said and changed. */
function register(...options: readonly string[]) {
  const log = join(folder, 'calls.log');
  rmSync(log, { force: true });
  const { status, stdout, stderr } = spawnSync('bash', [script, ...options], {
    encoding: 'utf8',
    env: {
      PATH: `${folder}${delimiter}${process.env.PATH}`,
      AZ_STATE: join(folder, 'state.json'),
      AZ_LOG: log,
    },
  });
  const changes = readFileOr(log).split('\n').filter(Boolean);
  return { status, out: stdout, err: stderr, changes };
}

function readFileOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const grantedTo = (principal: string) =>
  now()
    .assignments.filter(({ principalId }) => principalId === principal)
    .map(({ appRoleId }) => appRoleId.slice('role-'.length));

const arrayIn = (text: string, name: string) =>
  (new RegExp(`${name}=\\(([^)]*)\\)`).exec(text)?.[1] ?? '').trim().split(/\s+/);

describe('as a text', () => {
  const text = readFileSync(script, 'utf8');

  test('it parses, by bash itself and by another reader of shells', async () => {
    expect(spawnSync('bash', ['-n', script], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
    const { Stmts } = Object(await parse(text));
    expect(Stmts.length).toBeGreaterThan(20);
  });

  test('it asks for what the table asks for, and takes what the table leaves open', () => {
    expect(arrayIn(text, 'NEEDED')).toEqual(needed);
    expect(arrayIn(text, 'OPTIONAL')).toEqual(optional);
  });
});

describe('run on a tenant', () => {
  test('it registers the app, lists the permissions on it, and grants each', () => {
    const { status, out, err } = firstRun;
    expect([status, err]).toEqual([0, '']);
    given(registered);
    const [app] = now().applications;
    expect(app).toMatchObject({ displayName: 'Guestlist', signInAudience: 'AzureADMyOrg' });
    expect(app?.requiredResourceAccess).toEqual([
      {
        resourceAppId: GRAPH_APP_ID,
        resourceAccess: needed.map((name) => ({ id: `role-${name}`, type: 'Role' })),
      },
    ]);
    expect(grantedTo('principal-0002')).toEqual(needed);
    expect(out).toContain('the app Guestlist has the client id client-0001');
  });

  test('a second run changes nothing', () => {
    given(registered);
    expect(register()).toMatchObject({ status: 0, changes: [] });
    expect(now()).toEqual(registered);
  });

  test('a run that was cut off is made whole by the next', () => {
    const { assignments, ...others } = registered;
    given({ ...others, assignments: assignments.slice(0, 5) });
    expect(register().changes).toHaveLength(needed.length - 5);
    expect(grantedTo('principal-0002').sort()).toEqual([...needed].sort());
  });

  test('undone, nothing is left', () => {
    given(registered);
    register('--with', 'Sites.Read.All');
    expect(register('--undo')).toMatchObject({ status: 0 });
    expect(now()).toEqual(fresh);
    expect(register('--undo')).toMatchObject({ status: 0, changes: [] });
  });

  test('a dry run changes nothing, and says what would be done', () => {
    const { status, out, changes } = register('--dry-run');
    expect({ status, changes }).toEqual({ status: 0, changes: [] });
    expect(out).toContain('would register the app Guestlist');
    for (const name of needed) expect(out).toContain(`would grant ${name}`);
    expect(now()).toEqual(fresh);
    given(registered);
    expect(register('--undo', '--dry-run').out).toContain('would delete the app Guestlist');
    expect(now()).toEqual(registered);
  });

  test('optional permissions are granted when asked for by name, and stay', () => {
    given(registered);
    register('--with', 'Sites.Read.All', '--with', 'User.ReadWrite.All');
    expect(grantedTo('principal-0002')).toEqual([
      ...needed,
      'Sites.Read.All',
      'User.ReadWrite.All',
    ]);
    expect(register()).toMatchObject({ status: 0, changes: [] });
  });

  test('a managed identity is given the same, and no app is made', () => {
    const id = '11111111-2222-4333-8444-555555555555';
    given({ ...fresh, servicePrincipals: [...fresh.servicePrincipals, { id, appId: 'machine' }] });
    const before = now();
    expect(register('--identity', id)).toMatchObject({ status: 0, err: '' });
    expect(grantedTo(id)).toEqual(needed);
    expect(now().applications).toEqual([]);
    register('--undo', '--identity', id);
    expect(now()).toEqual(before);
  });

  test('an app that was there before keeps what it has, and is not deleted', () => {
    const delegated = { id: 'scope-1', type: 'Scope' };
    const other = { resourceAppId: 'other', resourceAccess: [{ id: 'x', type: 'Scope' }] };
    const own = {
      id: 'app-own',
      appId: 'client-own',
      displayName: 'Guestlist',
      tags: [],
      requiredResourceAccess: [{ resourceAppId: GRAPH_APP_ID, resourceAccess: [delegated] }, other],
    };
    given({ ...fresh, applications: [own] });
    expect(register()).toMatchObject({ status: 0, err: '' });
    const [app] = now().applications;
    expect(app?.requiredResourceAccess).toEqual([
      {
        resourceAppId: GRAPH_APP_ID,
        resourceAccess: expect.arrayContaining([
          delegated,
          { id: 'role-User.Read.All', type: 'Role' },
        ]),
      },
      other,
    ]);
    const { out } = register('--undo');
    expect(out).toContain('was not made by this script, and stays');
    expect(now().applications).toHaveLength(1);
    expect(now().assignments).toEqual([]);
  });
});

describe('it stops by name', () => {
  test.each([
    [['--all'], 'there is no option --all'],
    [['--with', 'Mail.Send'], 'Mail.Send is none of'],
    [['--with', 'Directory.ReadWrite.All'], 'Directory.ReadWrite.All is none of'],
    [['--name'], '--name needs a value'],
    [['--name', "x' or 1 eq 1"], '--name takes letters'],
    [['--identity', 'me'], '--identity takes an object id'],
  ])('%j', (options, words) => {
    const { status, err, changes } = register(...options);
    expect({ status, changes }).toEqual({ status: 2, changes: [] });
    expect(err).toContain(words);
  });

  test('where nobody is signed in', () => {
    given({ ...fresh, signedIn: false });
    const { status, err } = register();
    expect(status).toBe(2);
    expect(err).toContain('az login');
  });

  test('where two apps have the name', () => {
    const app = (id: string) => ({ id, appId: id, displayName: 'Guestlist', tags: [] });
    given({ ...fresh, applications: [app('a'), app('b')] });
    const { status, err, changes } = register();
    expect({ status, changes }).toEqual({ status: 2, changes: [] });
    expect(err).toContain('several apps are called Guestlist');
  });
});
