import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { retryAfterOf } from '../conditions/fault-plan.ts';
import type { Reply } from '../http.ts';
import { errorReply } from './error-reply.ts';
import { badRequest, errorOfStatus, GraphError } from './graph-error.ts';
import { readOptions } from './odata/options.ts';
import { readBody } from './read-body.ts';
import { type RawCall, runCall } from './run-call.ts';

/** A batch takes at most so many. */
const MOST_PARTS = 20;

const part = z.strictObject({
  id: z.string().min(1),
  method: z.string().toUpperCase(),
  url: z.string().min(1),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).optional(),
});
const form = z.strictObject({ requests: z.array(part).min(1) });

type Part = z.infer<typeof part>;

interface Answer {
  readonly id: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

function checkParts(parts: readonly Part[]): void {
  if (parts.length > MOST_PARTS) {
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${MOST_PARTS}.`);
  }
  const seen = new Set<string>();
  for (const each of parts) {
    const id = each.id.toLowerCase();
    if (seen.has(id)) throw badRequest(`The request id '${each.id}' is not unique.`);
    if (each.dependsOn?.some((other) => !seen.has(other.toLowerCase()))) {
      throw badRequest(`The request '${each.id}' depends on one that is not before it.`);
    }
    if (/^https?:/i.test(each.url)) throw badRequest(`The url of '${each.id}' must be relative.`);
    const typed = Object.keys(each.headers ?? {}).some((name) => /^content-type$/i.test(name));
    if (each.body !== undefined && !typed) {
      throw badRequest(`The request '${each.id}' has a body and no Content-Type header.`);
    }
    seen.add(id);
  }
}

/** The call that a part stands for. */
function callOf(outer: RawCall, each: Part): RawCall {
  const url = each.url.startsWith('/') ? each.url : `/${each.url}`;
  const cut = url.indexOf('?');
  const search = cut < 0 ? '' : url.slice(cut);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(each.headers ?? {}))
    headers[name.toLowerCase()] = value;
  return {
    ...outer,
    method: each.method,
    path: cut < 0 ? url : url.slice(0, cut),
    search,
    query: readOptions(search),
    headers,
    body: each.body,
  };
}

/** A fault that meets a part: it is slow, or answered with an error inside the batch's 200. */
async function strike(outer: RawCall, each: Part): Promise<void> {
  if (outer.observer) return;
  const url = `/${outer.version}/${each.url.replace(/^\//, '')}`;
  const fault = outer.world.conditions.faults.strike(each.method, url, 'part')?.fault;
  if (!fault) return;
  if (fault.delayMs) await pause(fault.delayMs);
  if (fault.status === undefined) return;
  const { code, message } = errorOfStatus(fault.status);
  throw new GraphError(fault.status, code, message, retryAfterOf(fault));
}

function failedReply(outer: RawCall, error: GraphError): Reply {
  const ids = { requestId: randomUUID(), clientRequestId: randomUUID() };
  return errorReply(error, ids, outer.world.clock.now());
}

function blockedReply(outer: RawCall): Reply {
  const words = 'The request was not run because one that it depends on has failed.';
  return failedReply(outer, new GraphError(424, 'FailedDependency', words));
}

async function runPart(outer: RawCall, each: Part): Promise<Answer> {
  let reply: Reply;
  try {
    await strike(outer, each);
    reply = await runCall(callOf(outer, each));
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    reply = failedReply(outer, error);
  }
  return inBatch(each, reply);
}

/** A reply as it stands inside the batch's own. */
function inBatch({ id }: Part, { status, headers, body }: Reply): Answer {
  if (body === undefined) return { id, status, headers: { ...headers } };
  return { id, status, headers: { ...headers, 'Content-Type': 'application/json' }, body };
}

const failed = (answer: Answer | undefined) => !answer || answer.status >= 400;

/** `POST /$batch`: each part is limited and permitted on its own; one whose forerunner failed gets 424. */
export async function runBatch(outer: RawCall): Promise<Reply> {
  const { requests } = readBody(form, outer.body);
  checkParts(requests);
  const answers = new Map<string, Answer>();
  for (const each of requests) {
    const blocked = each.dependsOn?.some((id) => failed(answers.get(id.toLowerCase())));
    const answer = blocked ? inBatch(each, blockedReply(outer)) : await runPart(outer, each);
    answers.set(each.id.toLowerCase(), answer);
  }
  return { status: 200, body: { responses: [...answers.values()] } };
}
