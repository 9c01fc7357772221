import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** A request as it came over the wire. */
export interface SeenRequest {
  readonly method: string;
  /** Path without the query, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Path and query as they were sent. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/**
 * What to answer; `cut` ends the connection without a word, `broken` half-way through the JSON, `silent`
 * leaves it open and says nothing, and `stuck` leaves it open half-way through the JSON.
 */
export interface ScriptedReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly cut?: boolean;
  readonly silent?: boolean;
  readonly broken?: boolean;
  readonly stuck?: boolean;
}

export interface ScriptedGraph {
  readonly origin: string;
  readonly requests: SeenRequest[];
  close(): Promise<void>;
}

/** An HTTP server that answers what a test tells it, for answers that WoodGrove would never give. */
export async function scriptedGraph(
  answer: (request: SeenRequest, count: number) => ScriptedReply,
): Promise<ScriptedGraph> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await seen(incoming);
    requests.push(request);
    reply(response, answer(request, requests.length));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port }: AddressInfo = Object(server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function seen(incoming: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(incoming.url ?? '/', 'http://graph');
  return {
    method: incoming.method ?? '',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    url: incoming.url ?? '',
    headers: incoming.headers,
    body: text.startsWith('{') ? JSON.parse(text) : text,
  };
}

function reply(
  response: ServerResponse,
  { status = 200, headers, body, cut, silent, broken, stuck }: ScriptedReply,
): void {
  if (silent) return;
  if (cut) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  const text = body === undefined ? '' : JSON.stringify(body);
  const half = text.slice(0, Math.ceil(text.length / 2));
  if (stuck) response.write(half);
  else response.end(broken ? half : text);
}

/** What to answer to each `METHOD path`; a list is used up one after another, its last answer stays. */
export type Script = Readonly<Record<string, ScriptedReply | readonly ScriptedReply[]>>;

/** Answers as a script says, the parts of a `$batch` one by one; 501 where it says nothing. */
export function following(script: Script): (request: SeenRequest) => ScriptedReply {
  const used = new Map<string, number>();
  const reply = (method: string, path: string): ScriptedReply => {
    const key = `${method} ${path}`;
    const count = used.get(key) ?? 0;
    used.set(key, count + 1);
    const replies = [script[key] ?? refusal(501, 'NotImplemented', key)].flat();
    return replies[Math.min(count, replies.length - 1)] ?? {};
  };
  return ({ method, path, body }) => {
    if (path !== '/v1.0/$batch') return reply(method, path);
    const { requests } = batchShape.parse(body);
    const responses = requests.map((each) => ({
      id: each.id,
      status: 200,
      ...reply(each.method, `/v1.0${decodeURIComponent(each.url.replace(/\?.*$/, ''))}`),
    }));
    return { body: { responses } };
  };
}

const batchShape = z.object({
  requests: z.array(z.object({ id: z.string(), method: z.string(), url: z.string() })),
});

/** Graph's error body. */
export function refusal(status: number, code: string, message: string): ScriptedReply {
  return { status, body: { error: { code, message, innerError: { 'request-id': 'r-1' } } } };
}
