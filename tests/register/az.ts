import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { search } from 'jmespath';

/**
 * Stands for Azure CLI in tests: `az account show`, and `az rest` on a directory that is kept in the file `AZ_STATE`.
 * Each call that changes something is noted in `AZ_LOG`, one line each.
 */
interface Directory {
  readonly signedIn: boolean;
  applications: Row[];
  servicePrincipals: Row[];
  assignments: { id: string; principalId: string; resourceId: string; appRoleId: string }[];
}

interface Row {
  readonly id: string;
  readonly appId: string;
  readonly [property: string]: unknown;
}

const words = process.argv.slice(2);
const option = (name: string) => words[words.indexOf(`--${name}`) + 1] ?? '';
const { AZ_STATE = '', AZ_LOG = '' } = process.env;

function idFor(kind: string, count: number): string {
  return `${kind}-${String(count + 1).padStart(4, '0')}`;
}

/** One table and what a filter `property eq 'value'` leaves of it. */
function listed(state: Directory, table: 'applications' | 'servicePrincipals', filter: string) {
  const [, property = '', value] = /^(\w+) eq '([^']*)'$/.exec(filter) ?? [];
  return { value: state[table].filter((row) => row[property] === value) };
}

function read(state: Directory, url: URL): unknown {
  const [, , table, id, rest] = url.pathname.split('/');
  if (table !== 'applications' && table !== 'servicePrincipals') throw new Error(url.pathname);
  if (id === undefined) return listed(state, table, url.searchParams.get('$filter') ?? '');
  if (rest === 'appRoleAssignments') {
    return { value: state.assignments.filter(({ principalId }) => principalId === id) };
  }
  return state[table].find((row) => row.id === id);
}

function change(state: Directory, method: string, url: URL, body: Record<string, string>): void {
  const [, , table, id, , assignment] = url.pathname.split('/');
  const { applications, servicePrincipals, assignments } = state;
  if (method === 'POST' && url.pathname.endsWith('/appRoleAssignments')) {
    const { principalId = '', resourceId = '', appRoleId = '' } = body;
    if (assignments.some((each) => each.principalId === id && each.appRoleId === appRoleId)) {
      throw new Error('Permission being assigned already exists on the object');
    }
    const made = idFor('assignment', assignments.length);
    assignments.push({ id: made, principalId, resourceId, appRoleId });
  } else if (method === 'POST' && table === 'applications') {
    const appId = idFor('client', applications.length);
    const { displayName = '' } = body;
    applications.push({
      requiredResourceAccess: [],
      ...body,
      displayName,
      id: idFor('app', applications.length),
      appId,
    });
  } else if (method === 'POST' && table === 'servicePrincipals') {
    servicePrincipals.push({
      id: idFor('principal', servicePrincipals.length),
      appId: body.appId ?? '',
    });
  } else if (method === 'PATCH') {
    Object.assign(applications.find((row) => row.id === id) ?? {}, body);
  } else if (method === 'DELETE' && assignment) {
    state.assignments = assignments.filter((each) => each.id !== assignment);
  } else if (method === 'DELETE' && table === 'applications') {
    const gone = applications.find((row) => row.id === id);
    state.applications = applications.filter((row) => row !== gone);
    state.servicePrincipals = servicePrincipals.filter((row) => row.appId !== gone?.appId);
  } else throw new Error(`${method} ${url.pathname}`);
}

/** As `--output tsv` writes a list of values, or of lists of them. */
function tsv(data: unknown): string {
  if (!Array.isArray(data)) throw new Error('a list is expected');
  const cell = (value: unknown) => (value === null ? '' : String(value));
  return data.map((row) => `${[row].flat().map(cell).join('\t')}\n`).join('');
}

function rest(state: Directory): void {
  const [method, url] = [option('method'), new URL(option('url'))];
  if (method === 'GET') {
    const data = search(read(state, url), option('query'));
    process.stdout.write(
      option('output') === 'json' ? `${JSON.stringify(data, null, 2)}\n` : tsv(data),
    );
    return;
  }
  const body = words.includes('--body') ? JSON.parse(option('body')) : {};
  change(state, method, url, body);
  appendFileSync(AZ_LOG, `${method} ${url.pathname}\n`);
  writeFileSync(AZ_STATE, JSON.stringify(state));
}

const state: Directory = JSON.parse(readFileSync(AZ_STATE, 'utf8'));
if (!existsSync(AZ_LOG)) writeFileSync(AZ_LOG, '');
if (!state.signedIn) {
  process.stderr.write("Please run 'az login' to setup account.\n");
  process.exitCode = 1;
} else if (words[0] === 'rest') rest(state);
else if (words.join(' ') !== 'account show --output none') throw new Error(words.join(' '));
