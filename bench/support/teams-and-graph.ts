import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { call } from './http.ts';

/** What stands in for Microsoft while bots are measured: it answers at once, from memory. */
export interface TeamsAndGraph {
  /** Takes what bots say: the `serviceUrl` of every activity. */
  readonly serviceUrl: string;
  readonly graphBaseUrl: string;
  /** The requests that cards have shown so far, by the number in their guest's address. */
  readonly requests: ReadonlyMap<number, string>;
  close(): Promise<void>;
}

/** Guests whom a bench invites, in an address or in what Graph makes of one. The first number is the run's. */
const GUEST = /bench-\d+(?=@|%40|_)/g;
const GUEST_NUMBER = /bench-(\d+)@/;
const REQUEST_ID = /"requestId":"([2-9a-z]{8})"/;

/**
 * Listens in this process. What Graph answers is asked of the sandbox once and remembered; guests that are
 * not there yet all look alike to it.
 */
export async function standIn(sandboxOrigin: string): Promise<TeamsAndGraph> {
  const requests = new Map<number, string>();
  let taken = 0;
  const remembered = new Map<string, Promise<GraphAnswer>>();

  const graph = (method: string, path: string, headers: Headers, body: string) => {
    const key = `${method} ${path} ${headers.consistencylevel ?? ''} ${body}`.replace(
      GUEST,
      'guest',
    );
    const known = remembered.get(key) ?? ask(sandboxOrigin, method, path, headers, body);
    remembered.set(key, known);
    return known;
  };
  const batch = async (headers: Headers, body: string) => {
    const { requests: asked } = JSON.parse(body) as { requests: BatchPart[] };
    const responses = asked.map(async ({ id, method, url, headers: own }) => {
      const lower = Object.entries(own ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
      const its = { ...Object.fromEntries(lower), authorization: headers.authorization };
      const { status, text } = await graph(method, `/v1.0${url}`, its, '');
      return `{"id":${JSON.stringify(id)},"status":${status},"headers":{},"body":${text || 'null'}}`;
    });
    return { status: 200, text: `{"responses":[${(await Promise.all(responses)).join(',')}]}` };
  };
  const message = (body: string) => {
    taken += 1;
    const [, number] = GUEST_NUMBER.exec(body) ?? [];
    const [, requestId] = REQUEST_ID.exec(body) ?? [];
    if (number && requestId) requests.set(Number(number), requestId);
    return { status: 200, text: `{"id":"message-${taken}"}` };
  };

  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const { method = 'GET', url = '/' } = request;
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const answer = url.startsWith('/v3/')
      ? message(body)
      : url === '/v1.0/$batch'
        ? await batch(headers, body)
        : await graph(method, url, headers, body);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    serviceUrl: `http://127.0.0.1:${port}/`,
    graphBaseUrl: `http://127.0.0.1:${port}/v1.0`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Headers = Readonly<Record<string, string>>;

interface GraphAnswer {
  readonly status: number;
  readonly text: string;
}

interface BatchPart {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Headers;
}

/** Asks the sandbox as one whom it neither limits nor keeps waiting. */
function ask(
  origin: string,
  method: string,
  path: string,
  { authorization = '', consistencylevel = '' }: Headers,
  body: string,
): Promise<GraphAnswer> {
  if (method !== 'GET' && method !== 'POST') throw new Error(`${method} ${path} in a turn`);
  const headers = {
    authorization,
    'x-sandbox-observer': '1',
    'content-type': 'application/json',
    ...(consistencylevel ? { consistencylevel } : {}),
  };
  return call(method, origin + path, headers, body);
}
