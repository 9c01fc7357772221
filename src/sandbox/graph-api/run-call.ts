import { setTimeout as pause } from 'node:timers/promises';
import type { Reply } from '../http.ts';
import type { GraphCall, Operation } from './call.ts';
import { operationFinder } from './find-operation.ts';
import { denied, GraphError } from './graph-error.ts';
import { drawsOf, isOfMailbox, MAILBOX_AT_ONCE, mailboxOf } from './graph-limits.ts';
import { operations } from './operations.ts';

/** What is known of a call before its operation is found. */
export type RawCall = Omit<GraphCall, 'params'>;

const find = operationFinder(operations);

/** How long a mailbox is busy with one call, in milliseconds. */
const MAILBOX_TAKES = 10;

/** Above this share of a limit the caller is told. */
const TELL_FROM = 0.8;

function throttled(message: string, waitSeconds: number | null): GraphError {
  const headers: Record<string, string> =
    waitSeconds === null ? {} : { 'Retry-After': String(waitSeconds) };
  return new GraphError(429, 'TooManyRequests', message, headers);
}

/** Takes from the limits; gives headers for the reply. Throws 429. */
function takeLimits(call: GraphCall, operation: Operation): Record<string, string> {
  const passage = call.world.conditions.limits.take(drawsOf(call, operation));
  if (!passage.passes) {
    throw throttled(`Request is throttled: ${passage.limit}.`, passage.waitSeconds);
  }
  if (passage.used < TELL_FROM) return {};
  return { 'x-ms-throttle-limit-percentage': passage.used.toFixed(2) };
}

async function runLimited(call: GraphCall, operation: Operation): Promise<Reply> {
  const mailbox = mailboxOf(call, operation);
  const leave = mailbox ? call.world.conditions.limits.enter(mailbox, MAILBOX_AT_ONCE) : () => {};
  if (!leave) {
    throw new GraphError(
      429,
      'ApplicationThrottled',
      'Application is over its MailboxConcurrency limit.',
      { 'Retry-After': '1' },
    );
  }
  try {
    const headers = takeLimits(call, operation);
    // Exchange takes its time: calls that come together overlap, which is what the limit counts.
    if (mailbox && call.world.conditions.limits.scale !== 'off') await pause(MAILBOX_TAKES);
    const reply = await operation.run(call);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  } finally {
    leave();
  }
}

/** Who may do what in a mailbox is asked where the mailbox is found: Exchange has a word of its own there. */
function mayRun(call: GraphCall, operation: Operation): boolean {
  const { caller } = call;
  // Whether a person has the right himself, the operation asks.
  if (caller.kind === 'person') {
    return operation.delegated?.some((each) => caller.scopes.includes(each)) === true;
  }
  const { permissions } = call.tenant.switches.read();
  return isOfMailbox(operation) || operation.permissions.some((each) => permissions.includes(each));
}

/** Finds the operation of a call, checks the permission, takes from the limits, and runs it. Throws GraphError. */
export async function runCall(raw: RawCall): Promise<Reply> {
  const found = find(raw.method, raw.version, raw.path);
  if (!found) throw new GraphError(501, 'notImplemented', `${raw.method} ${raw.path}`);
  const { operation, params } = found;
  const call: GraphCall = { ...raw, params };
  if (!mayRun(call, operation)) throw denied();
  return raw.observer ? operation.run(call) : runLimited(call, operation);
}
