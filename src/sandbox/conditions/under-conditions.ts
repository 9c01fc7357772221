import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpRefusal, type Reply, send } from '../http.ts';
import type { Conditions } from './conditions.ts';
import type { FaultRule } from './faults.ts';

/** How a call ended: answered, or cut off before or after it was carried out. */
export type Ending =
  | { readonly reply: Reply; readonly cut: null }
  | { readonly reply: Reply | null; readonly cut: 'before' | 'after' };

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
function faultReply(fault: FaultRule, errorBody: (status: number) => unknown): Reply | null {
  if (fault.status === undefined) return null;
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  return { status: fault.status, headers, body: errorBody(fault.status) };
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
  const fault = conditions.faults.strike(request.method ?? 'GET', request.url ?? '/');
  if (!fault) return { reply: await settle(work), cut: null };
  if (fault.delayMs) await pause(fault.delayMs);
  if (fault.cut === 'before') return { reply: null, cut: 'before' };
  // What is cut off afterwards was carried out, whatever status the rule names.
  const instead = fault.cut ? null : faultReply(fault, errorBody);
  const reply = instead ?? (await settle(work));
  return fault.cut === 'after' ? { reply, cut: 'after' } : { reply, cut: null };
}

/** Ends a call the way it came out. */
export function finish(request: IncomingMessage, response: ServerResponse, ending: Ending): void {
  if (ending.cut) request.socket.destroy();
  else send(response, ending.reply);
}
