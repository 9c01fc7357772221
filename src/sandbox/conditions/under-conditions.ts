import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpRefusal, type Reply, send } from '../http.ts';
import type { Conditions } from './conditions.ts';
import { type FaultKind, retryAfterOf } from './fault-plan.ts';

/** How a call ended: answered, or cut off before or after it was carried out. */
export type Ending =
  | { readonly reply: Reply; readonly cut: null }
  | {
      readonly reply: Reply | null;
      readonly cut: 'before' | 'after';
      /** Milliseconds between the work and the cut. */
      readonly holdMs?: number;
    };

/** Whether a call comes from somebody who only watches: neither limited, failed, delayed nor logged. */
export function isObserver(request: IncomingMessage): boolean {
  return request.headers['x-sandbox-observer'] === '1';
}

async function settle(work: () => Reply | Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HttpRefusal) return error.reply;
    throw error;
  }
}

/** The reply of a fault that answers for the call. `errorBody` gives the body in the callee's own form. */
function faultReply(fault: FaultKind, errorBody: (status: number) => unknown): Reply | null {
  if (fault.status === undefined) return null;
  return { status: fault.status, headers: retryAfterOf(fault), body: errorBody(fault.status) };
}

/** A reply of which half arrives, as a proxy may leave it; null where it has no body. */
function brokenReply(reply: Reply): Reply | null {
  if (reply.body === undefined || reply.body === '') return null;
  const whole = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  const headers = { 'content-type': 'application/json; charset=utf-8', ...reply.headers };
  return { ...reply, headers, body: whole.slice(0, Math.ceil(whole.length / 2)) };
}

/**
 * Carries a call out under the conditions of the moment: latency, then the faults, then the work.
 * A cut ends the connection without an answer.
 */
export async function underConditions(
  conditions: Conditions,
  request: IncomingMessage,
  errorBody: (status: number) => unknown,
  work: () => Reply | Promise<Reply>,
): Promise<Ending> {
  if (isObserver(request)) return { reply: await settle(work), cut: null };
  if (conditions.latencyMs > 0) await pause(conditions.latencyMs);
  const strike = conditions.faults.strike(request.method ?? 'GET', request.url ?? '/');
  if (!strike) return { reply: await settle(work), cut: null };
  const { fault } = strike;
  // What is cut off afterwards was carried out, whatever status the rule names.
  if (fault.cut === 'after') {
    return { reply: await settle(work), cut: 'after', holdMs: fault.delayMs ?? 0 };
  }
  if (fault.delayMs) await pause(fault.delayMs);
  if (fault.cut === 'before') return { reply: null, cut: 'before' };
  const whole = faultReply(fault, errorBody) ?? (await settle(work));
  if (!fault.broken) return { reply: whole, cut: null };
  const broken = brokenReply(whole);
  if (!broken) strike.missed();
  return { reply: broken ?? whole, cut: null };
}

/** Ends a call the way it came out. */
export async function finish(
  request: IncomingMessage,
  response: ServerResponse,
  ending: Ending,
): Promise<void> {
  if (!ending.cut) return send(response, ending.reply);
  if (ending.holdMs) await pause(ending.holdMs);
  request.socket.destroy();
}
