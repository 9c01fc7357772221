import type { IncomingMessage, ServerResponse } from 'node:http';
import { finish, isObserver, underConditions } from '../../conditions/under-conditions.ts';
import { type Reply, readJson, target } from '../../http.ts';
import { verifyBearer } from '../../login/index.ts';
import type { Room } from '../room.ts';
import { connectorRefusal, faultBody, unauthorized } from './errors.ts';
import { type Kind, pass } from './limits.ts';

/** A call of the bot. */
export interface Call {
  /** The pieces of the path after `/v3`, decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** Unknown JSON; undefined for an empty one. */
  readonly body: unknown;
  /** Takes a place among the calls that this conversation may have; throws a refusal with 429. */
  limit(kind: Kind, conversationId: string): void;
}

type Work = (room: Room, call: Call) => Reply;

function decode(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    throw connectorRefusal('BadSyntax', piece);
  }
}

async function readCall(room: Room, request: IncomingMessage): Promise<Call> {
  const { path, query } = target(request);
  const { limits } = room.world.conditions;
  return {
    path: path.split('/').slice(2).map(decode),
    query,
    body: await readJson(request),
    limit: (kind, conversationId) => {
      if (!isObserver(request)) pass(limits, kind, conversationId);
    },
  };
}

/** A route of the connector: token, conditions of the moment, then the work. */
export function connectorRoute(room: Room, work: Work) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { world } = room;
    const ending = await underConditions(world.conditions, request, faultBody, async () => {
      const problem = await verifyBearer(world, request.headers.authorization, 'connector');
      if (problem) return unauthorized;
      return work(room, await readCall(room, request));
    });
    await finish(request, response, ending);
  };
}
