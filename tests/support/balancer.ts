import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';

/** What stands before several instances: each call goes to the next one that is well. */
export interface Balancer {
  close(): Promise<void>;
}

/** How often each instance is asked whether it is ready, how long it may think about it, in ms, and how often it may fail to say so. */
const ASK_EVERY = 250;
const ASK_TIMEOUT = 2000;
const FAILURES = 2;

/** Teams waits for an answer no longer than this, in ms. */
const PATIENCE = 15_000;

/**
 * Listens on `port` as a load balancer does: round and round over the ports of `instances`, leaving out
 * those whose `/readyz` is not 200. A call that has begun is never sent to another one. What the sandbox
 * tells of itself (`/_sandbox/…`) goes to all: that is no call of Teams.
 */
export async function givenBalancer(port: number, instances: readonly number[]): Promise<Balancer> {
  const well = new Set<number>();
  let closed = false;
  let turn = 0;
  const watch = async (instance: number) => {
    for (let failures = 0; !closed; ) {
      failures = (await ready(instance)) ? 0 : failures + 1;
      if (failures === 0) well.add(instance);
      else if (failures === FAILURES) well.delete(instance);
      await wait(ASK_EVERY);
    }
  };
  const next = () => {
    const able = instances.filter((instance) => well.has(instance));
    turn += 1;
    return able[turn % able.length];
  };
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    if (incoming.url?.startsWith('/_sandbox/')) {
      await Promise.all([...well].map((each) => pass(incoming, body, each)));
      return reply(outgoing, 200);
    }
    for (let target = next(); target !== undefined; target = next()) {
      const answer = await pass(incoming, body, target);
      if (answer !== 'refused') {
        return reply(outgoing, answer.status, answer.headers, answer.body);
      }
      well.delete(target);
    }
    reply(outgoing, 503);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const watching = instances.map(watch);
  return {
    async close() {
      closed = true;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all(watching);
    },
  };
}

/** In two steps: restify, once a file of the same worker has loaded it, has `writeHead` return nothing. */
function reply(
  outgoing: ServerResponse,
  status: number,
  headers: IncomingHttpHeaders = {},
  body?: Buffer,
): void {
  outgoing.writeHead(status, headers);
  outgoing.end(body);
}

async function ready(instance: number): Promise<boolean> {
  const signal = AbortSignal.timeout(ASK_TIMEOUT);
  try {
    const response = await fetch(`http://127.0.0.1:${instance}/readyz`, { signal });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

interface Passed {
  readonly status: number;
  readonly headers?: IncomingHttpHeaders;
  readonly body?: Buffer;
}

/** Hands a call on; `refused`: nobody listens there, so that it may go to somebody else. */
function pass(
  { method, url: path, headers: told }: IncomingMessage,
  body: Buffer,
  target: number,
): Promise<Passed | 'refused'> {
  return new Promise((resolve) => {
    const headers = { ...told, host: `127.0.0.1:${target}` };
    const onward = request({ host: '127.0.0.1', port: target, method, path, headers });
    onward.setTimeout(PATIENCE, () => {
      resolve({ status: 504 });
      onward.destroy();
    });
    onward.on('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ECONNREFUSED' ? 'refused' : { status: 502 }),
    );
    onward.on('response', (answer) => {
      const { statusCode: status = 502, headers: its } = answer;
      buffer(answer).then(
        (whole) => resolve({ status, headers: its, body: whole }),
        () => resolve({ status: 502 }),
      );
    });
    onward.end(body);
  });
}
