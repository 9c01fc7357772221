import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Server } from 'restify';
import { finish, isObserver, underConditions } from '../conditions/under-conditions.ts';
import { type Reply, readBytes } from '../http.ts';
import { callerOf } from '../login/caller.ts';
import { type BearerProblem, verifyBearer } from '../login/verify-bearer.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { World } from '../world.ts';
import { runBatch } from './batch.ts';
import { errorBody, errorReply, idHeaders, type RequestIds } from './error-reply.ts';
import { badRequest, errorOfStatus, GraphError } from './graph-error.ts';
import type { GraphLog } from './graph-log.ts';
import { readOptions } from './odata/options.ts';
import { type RawCall, runCall } from './run-call.ts';

const tokenProblems: Readonly<Record<BearerProblem, string>> = {
  missing: 'Access token is empty.',
  malformed: 'CompactToken parsing failed with error code: 80049217',
  wrongAudience: 'Access token validation failure. Invalid audience.',
  expired: 'Lifetime validation failed, the token is expired.',
  notValid: 'Access token validation failure.',
};

function plainHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function idsOf(request: IncomingMessage): RequestIds {
  const requestId = randomUUID();
  const given = request.headers['client-request-id'];
  return { requestId, clientRequestId: typeof given === 'string' ? given : requestId };
}

/** A body as JSON; what is none (a MIME message) stays text. */
function parseBody(bytes: Buffer): unknown {
  const text = bytes.toString('utf8');
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function rawCall(world: World, tenant: Tenant, request: IncomingMessage, body: unknown): RawCall {
  const url = request.url ?? '/';
  const cut = url.indexOf('?');
  const whole = cut < 0 ? url : url.slice(0, cut);
  const search = cut < 0 ? '' : url.slice(cut);
  const version = whole.startsWith('/beta') ? 'beta' : 'v1.0';
  return {
    world,
    tenant,
    method: request.method ?? 'GET',
    version,
    path: whole.slice(version.length + 1),
    search,
    query: readOptions(search),
    headers: plainHeaders(request),
    body,
    caller: callerOf(request.headers.authorization),
    observer: isObserver(request),
  };
}

async function answer(world: World, tenant: Tenant, request: IncomingMessage, body: unknown) {
  const problem = await verifyBearer(world, request.headers.authorization, 'graph');
  if (problem) throw new GraphError(401, 'InvalidAuthenticationToken', tokenProblems[problem]);
  if (typeof body === 'string') {
    throw /^application\/json/i.test(request.headers['content-type'] ?? '')
      ? badRequest(
          'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
        )
      : new GraphError(501, 'notImplemented', `a body of ${request.headers['content-type']}`);
  }
  const call = rawCall(world, tenant, request, body);
  const isBatch = call.method === 'POST' && call.path === '/$batch';
  return isBatch ? runBatch(call) : runCall(call);
}

function logCall(
  world: World,
  log: GraphLog,
  request: IncomingMessage,
  body: unknown,
  outcome: { reply: Reply | null; cut: 'before' | 'after' | null },
): void {
  const { authorization: _secret, ...headers } = plainHeaders(request);
  log.add({
    time: world.clock.now().toISOString(),
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers,
    body: body ?? null,
    status: outcome.cut ? 0 : (outcome.reply?.status ?? 0),
    response: outcome.cut ? null : (outcome.reply?.body ?? null),
    ...(outcome.cut ? { applied: outcome.cut === 'after' } : {}),
  });
}

/** Serves Graph, v1.0 and beta, on the tenant. */
export function serveGraph(server: Server, world: World, tenant: Tenant, log: GraphLog): void {
  const handle = async (request: IncomingMessage, response: import('node:http').ServerResponse) => {
    const ids = idsOf(request);
    const body = parseBody(await readBytes(request));
    const faultBody = (status: number) => errorBody(errorOfStatus(status), ids, world.clock.now());
    const ending = await underConditions(world.conditions, request, faultBody, async () => {
      try {
        return await answer(world, tenant, request, body);
      } catch (error) {
        if (!(error instanceof GraphError)) throw error;
        return errorReply(error, ids, world.clock.now());
      }
    });
    if (!isObserver(request)) logCall(world, log, request, body, ending);
    if (ending.reply) {
      const headers = { ...idHeaders(ids), ...ending.reply.headers };
      await finish(request, response, { ...ending, reply: { ...ending.reply, headers } });
    } else {
      await finish(request, response, ending);
    }
  };
  for (const prefix of ['/v1.0/*', '/beta/*']) {
    server.get(prefix, handle);
    server.post(prefix, handle);
    server.patch(prefix, handle);
    server.put(prefix, handle);
    server.del(prefix, handle);
  }
}
