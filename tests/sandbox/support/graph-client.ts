import { identities } from './identities.ts';

/** What came back. `body` is JSON where it was JSON, else text. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Calls Graph with a good token. */
export interface GraphClient {
  (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  readonly token: string;
}

export const eventual = { ConsistencyLevel: 'eventual' };

/** One call; a body goes as JSON. */
export async function jsonCall(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    redirect: 'manual',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Asks the token endpoint. */
export async function askToken(
  origin: string,
  change: Record<string, string> = {},
  tenant = identities.tenantId,
): Promise<Answer> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: identities.botId,
    client_secret: identities.botSecret,
    scope: 'https://graph.microsoft.com/.default',
    ...change,
  });
  const response = await fetch(`${origin}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: form,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** A client with a token of its own. */
export async function graphClient(origin: string): Promise<GraphClient> {
  const token = String(at((await askToken(origin)).body, 'access_token'));
  const call = (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const url = path.startsWith('http')
      ? path
      : `${origin}${/^\/beta/.test(path) ? '' : '/v1.0'}${path}`;
    return jsonCall(method, url, body, { authorization: `Bearer ${token}`, ...headers });
  };
  return Object.assign(call, { token });
}

/** The value at a path of keys and indexes: `at(body, 'value', 0, 'id')`. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = new Map(Object.entries(found)).get(String(key));
  }
  return found;
}

/** The rows of a listing. */
export function rows(answer: Answer): unknown[] {
  const value = at(answer.body, 'value');
  if (!Array.isArray(value))
    throw new Error(`no listing: ${answer.status} ${JSON.stringify(answer.body)}`);
  return value;
}

/** One property of each row of a listing. */
export function column(answer: Answer, name: string): unknown[] {
  return rows(answer).map((row) => at(row, name));
}

/** Code and sentence of a Graph error. */
export function errorOf(answer: Answer): { status: number; code: unknown; message: unknown } {
  return {
    status: answer.status,
    code: at(answer.body, 'error', 'code'),
    message: at(answer.body, 'error', 'message'),
  };
}

/** A query with its values encoded. */
export function query(options: Record<string, string>): string {
  const parts = Object.entries(options).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}
