import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import { AppError } from '../errors.ts';
import { confirmLease } from '../lease.ts';
import { sendPlainly } from './send-plainly.ts';
import type { Tokens } from './tokens.ts';

/** One HTTP request to Graph, below pacing and the reading of errors. */
export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Whether it changes something there: then the lease is asked for first. */
  readonly changes: boolean;
  readonly version: 'v1.0' | 'beta';
  /** From the version on, query included, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object;
  /** A person's, in the place of the application's: it is never renewed here. */
  readonly ownToken?: string;
  /** For all that belongs to it: tokens, the question whose the job is, and both sends. */
  readonly timeoutMs: number;
}

/** The answer, whatever its status. Rejects where none came, or not all of it. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** JSON, or undefined where there was none. */
  readonly body: unknown;
}

export type Transport = (call: HttpCall) => Promise<HttpAnswer>;

/**
 * The Graph client with a chain of our own: the library's RetryHandler would repeat 429, 503 and 504 by
 * itself behind the pacer's back, and its authentication handler leaves plain http without a token. So the
 * token is brought here, and once more with a new one when Graph answers 401; a person's own is brought as it is.
 */
export function createTransport(baseUrl: string, tokens: Tokens): Transport {
  const client = Client.initWithMiddleware({
    baseUrl: baseUrl.replace(/\/(?:v1\.0|beta)?\/?$/, ''),
    middleware: sendPlainly,
  });
  return (call) =>
    within(call.timeoutMs, async (over) => {
      if (call.ownToken !== undefined) return sendWith(client, call, call.ownToken, over);
      const token = await before(over, tokens.current());
      const answer = await sendWith(client, call, token, over);
      if (answer.status !== 401) return answer;
      const renewed = await before(over, tokens.renewed(token));
      return renewed === token ? answer : sendWith(client, call, renewed, over);
    });
}

/**
 * Does `work` with a signal that says when `ms` are over. Unlike `AbortSignal.timeout` it is gone with the work: a
 * call that took milliseconds would be kept, with all that listens, for as long as it might have taken.
 */
async function within<T>(ms: number, work: (over: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const late = setTimeout(
    () => ending.abort(new DOMException('the call took too long', 'TimeoutError')),
    ms,
  );
  try {
    return await work(ending.signal);
  } catch (error) {
    if (error instanceof AppError) throw error;
    // Whatever the client has made of the end of the time: that was it.
    throw ending.signal.aborted ? ending.signal.reason : error;
  } finally {
    clearTimeout(late);
  }
}

/** @throws the signal's reason when that is first; what `work` does it may still do. */
function before<T>(over: AbortSignal, work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    const stop = () => reject(over.reason);
    if (over.aborted) stop();
    else over.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, late]);
}

/** Asks right before the call leaves. Where our own records cannot tell, it has not left, and Graph has not failed. */
async function confirm({ changes }: HttpCall, over: AbortSignal): Promise<void> {
  if (!changes) return;
  try {
    await before(over, confirmLease());
  } catch (cause) {
    throw cause instanceof AppError ? cause : new AppError('unavailable', {}, { cause });
  }
}

async function sendWith(
  client: Client,
  call: HttpCall,
  token: string,
  over: AbortSignal,
): Promise<HttpAnswer> {
  await confirm(call, over);
  const request = client
    .api(call.path)
    .version(call.version)
    .headers({ ...call.headers, Authorization: `Bearer ${token}` })
    .option('signal', over)
    .responseType(ResponseType.RAW);
  const response: Response = await sendAs(request, call);
  const { status, headers } = response;
  return { status, headers, body: readBody(response, await response.text()) };
}

function sendAs(request: ReturnType<Client['api']>, { method, body }: HttpCall) {
  switch (method) {
    case 'POST':
      return request.post(body ?? {});
    case 'PATCH':
      return request.patch(body ?? {});
    case 'DELETE':
      return request.delete();
    default:
      return request.get();
  }
}

/**
 * JSON, or undefined where there is none. An answer that broke off is no answer: what was done is unknown.
 * Errors of what stands before Graph (429, 5xx) come in any form, and their status says it all.
 */
function readBody({ status, headers }: Response, text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    const isJson = /\bjson\b/i.test(headers.get('content-type') ?? '');
    const isTold = status === 429 || status >= 500;
    if (!isTold && (status < 400 || isJson)) throw new Error('the answer broke off', { cause });
    return undefined;
  }
}
