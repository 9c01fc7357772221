import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a route answers. A `body` that is no text or bytes is sent as JSON. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A request that cannot be served as it is. Turned into its reply at the route's edge. */
export class HttpRefusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`refused with ${reply.status}`);
    this.name = 'HttpRefusal';
    this.reply = reply;
  }
}

/** Refuses a control call: `{"error":{"code","message"}}`. */
export function refusal(status: number, code: string, message: string): HttpRefusal {
  return new HttpRefusal({ status, body: { error: { code, message } } });
}

/** Longest body that is taken, in bytes: a CSV of 20,000 rows is far below it. */
const LONGEST_BODY = 32 * 1024 * 1024;

/** Reads the whole body. Throws a refusal with 413 when it is too long. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > LONGEST_BODY) throw refusal(413, 'tooLong', 'The body is too long.');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Reads a JSON body; an empty one is undefined. Throws a refusal with 400 when it is no JSON. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = (await readBytes(request)).toString('utf8');
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(400, 'badJson', 'The body is not JSON.');
  }
}

/** The parts of the address asked for, as they came (not decoded), and its query. */
export function target(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const url = request.url ?? '/';
  const cut = url.indexOf('?');
  return {
    path: cut < 0 ? url : url.slice(0, cut),
    query: new URLSearchParams(cut < 0 ? '' : url.slice(cut + 1)),
  };
}

/** Sends a reply. */
export function send(response: ServerResponse, reply: Reply): void {
  if (response.headersSent || response.destroyed) return;
  const { body } = reply;
  const headers = { 'cache-control': 'no-store', ...reply.headers };
  if (body === undefined) {
    response.writeHead(reply.status, headers);
    response.end();
    return;
  }
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const type = raw ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(reply.status, { 'content-type': type, ...headers });
  response.end(raw ? body : JSON.stringify(body));
}

/** Makes a restify handler of a function that gives a reply or throws a refusal. */
export function route(
  work: (request: IncomingMessage) => Reply | Promise<Reply>,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    try {
      send(response, await work(request));
    } catch (error) {
      if (!(error instanceof HttpRefusal)) throw error;
      send(response, error.reply);
    }
  };
}
