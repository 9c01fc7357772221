import DataLoader from 'dataloader';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { pause, type Timer } from '../pace/timer.ts';
import { isAwaited, timeLeft, type Waiting, waiting } from '../waiting.ts';
import type { Answered } from './call.ts';
import { toAppError, UNTOLD_WAIT_MS } from './errors.ts';
import { type Query, queryString } from './odata.ts';
import { readAs } from './read.ts';
import type { Send } from './request.ts';

/** One read of a batch. */
export interface BatchRead {
  /** From the version on, encoded, without the query. */
  readonly path: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  /** The application permission it needs. */
  readonly permission: string;
}

/** What came back for one read. */
export interface BatchAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** How a batch is sent. */
export interface BatchDeps {
  readonly send: Send;
  readonly timer: Timer;
}

/** Most requests Graph takes in one `$batch`. */
export const BATCH_SIZE = 20;
/** Rounds in all for reads that were throttled or failed inside a batch that went through. */
const ROUNDS = 3;
/** How long a failed read is left alone, and how long a throttled one is waited for at most. */
const FAILED_WAIT_MS = 300;
const URGENT_WAIT_MS = 6000;
const BULK_WAIT_MS = 60_000;

const batchBody = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.string()).nullish(),
      body: z.unknown().optional(),
    }),
  ),
});

/** Answers reads in the order asked. `urgent`: somebody may be waiting for them. */
export type ReadBatch = (
  reads: readonly BatchRead[],
  urgent: boolean,
) => Promise<readonly BatchAnswer[]>;

/**
 * Several reads in one round trip (more than 20: in parallel batches). What one turn or job asks for in one
 * moment, from wherever in the house, goes together; it is nobody else's, since each has its own time.
 * Each read is throttled or fails on its own: only those are asked again, after the longest wait that was told.
 */
export function createReadBatch(deps: BatchDeps): ReadBatch {
  const loaders = new WeakMap<Waiting, DataLoader<BatchRead, BatchAnswer>>();
  const open = () =>
    new DataLoader<BatchRead, BatchAnswer>((reads) => readChunk(deps, reads, true), {
      cache: false,
      maxBatchSize: BATCH_SIZE,
    });
  const loaderOf = (who: Waiting) => {
    const loader = loaders.get(who) ?? open();
    loaders.set(who, loader);
    return loader;
  };
  return (reads, urgent) => {
    const who = waiting();
    if (!who || !urgent) return inChunks(deps, reads, urgent);
    const loader = loaderOf(who);
    return Promise.all(reads.map((read) => loader.load(read)));
  };
}

async function inChunks(
  deps: BatchDeps,
  reads: readonly BatchRead[],
  urgent: boolean,
): Promise<readonly BatchAnswer[]> {
  const chunks: (readonly BatchRead[])[] = [];
  for (let at = 0; at < reads.length; at += BATCH_SIZE) {
    chunks.push(reads.slice(at, at + BATCH_SIZE));
  }
  const answers = await Promise.all(chunks.map((chunk) => readChunk(deps, chunk, urgent)));
  return answers.flat();
}

async function readChunk(
  deps: BatchDeps,
  reads: readonly BatchRead[],
  urgent: boolean,
): Promise<readonly BatchAnswer[]> {
  const answers = await sendChunk(deps.send, reads, urgent);
  for (let round = 1; round < ROUNDS; round += 1) {
    const waitMs = Math.max(0, ...answers.map(waitOf));
    const patienceMs = urgent && isAwaited() ? URGENT_WAIT_MS : BULK_WAIT_MS;
    if (waitMs === 0 || waitMs > timeLeft(patienceMs, deps.timer.now())) break;
    await pause(deps.timer, waitMs);
    const open = answers.map((answer) => waitOf(answer) > 0);
    const again = [
      ...(await sendChunk(
        deps.send,
        reads.filter((_, at) => open[at]),
        urgent,
      )),
    ];
    for (const [index, answer] of answers.entries()) {
      if (open[index]) answers[index] = again.shift() ?? answer;
    }
  }
  return answers;
}

/** Milliseconds after which a read is worth asking again; 0: it is answered. */
function waitOf(answer: BatchAnswer): number {
  if (answer.status < 400) return 0;
  const { code, params } = toAppError(answer, { permission: '' });
  if (code === 'throttled') return Math.max(1, Number(params.retryAfterMs ?? UNTOLD_WAIT_MS));
  return code === 'unavailable' ? FAILED_WAIT_MS : 0;
}

async function sendChunk(
  send: Send,
  reads: readonly BatchRead[],
  urgent: boolean,
): Promise<BatchAnswer[]> {
  const { body } = await send({
    method: 'POST',
    path: '/$batch',
    body: {
      requests: reads.map((read, index) => ({
        id: String(index),
        method: 'GET',
        url: read.path + queryString(read.query),
        ...(read.headers ? { headers: read.headers } : {}),
      })),
    },
    limits: [{ kind: 'reads' }],
    cost: reads.length,
    parts: ({ body }) => partsOf(body),
    urgent,
    permission: reads.map((read) => read.permission).join(', '),
  });
  // Answers come in any order.
  const byId = new Map(readAs(batchBody, body).responses.map((each) => [each.id, each]));
  return reads.map((_, index) => {
    const found = byId.get(String(index));
    if (!found) throw new AppError('unavailable', {}, { cause: new Error('batch without answer') });
    return {
      status: found.status,
      headers: new Headers(found.headers ?? {}),
      body: found.body,
    };
  });
}

/** What the pacer reads of the answers inside; whoever reads their bodies is told what is wrong with them. */
function partsOf(body: unknown): readonly Answered[] {
  const read = batchBody.safeParse(body);
  if (!read.success) return [];
  return read.data.responses.map(({ status, headers }) => ({
    status,
    headers: new Headers(headers ?? {}),
  }));
}

/** The answer's body, null for 404; any other refusal throws as a call of its own would. */
export function bodyOf(read: BatchRead, answer: BatchAnswer): unknown {
  if (answer.status === 404) return null;
  if (answer.status < 400) return answer.body ?? null;
  throw toAppError(answer, { permission: read.permission });
}

const listBody = z.object({ value: z.array(z.unknown()) });

/** The items of a collection that was read in a batch; none for 404. First page only: `$top` says how many. */
export function itemsOf<T>(
  read: BatchRead,
  answer: BatchAnswer,
  shape: z.ZodType<T>,
): readonly T[] {
  const body = bodyOf(read, answer);
  if (body === null) return [];
  return readAs(listBody, body).value.map((item) => readAs(shape, item));
}
