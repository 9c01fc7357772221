import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { GraphCall } from './call.ts';
import { relativeLink } from './odata.ts';
import type { Send } from './request.ts';

/** Reads JSON of Graph as `shape` tells; anything else is `graph.unreadable`. */
export function readAs<T>(shape: z.ZodType<T>, body: unknown): T {
  const read = shape.safeParse(body);
  if (read.success) return read.data;
  throw new AppError('graph.unreadable', {}, { cause: read.error });
}

/** One object, or null where there is none (404). */
export async function readOne<T>(
  send: Send,
  call: GraphCall,
  shape: z.ZodType<T>,
): Promise<T | null> {
  const answer = await send({ ...call, accepts: [404] });
  return answer.status === 404 ? null : readAs(shape, answer.body);
}

const page = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
});

/** Every page of a collection, items read as `shape` tells. */
export async function readAll<T>(
  send: Send,
  call: GraphCall,
  shape: z.ZodType<T>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let next: GraphCall | null = call;
  while (next) {
    const { body } = await send(next);
    const read: z.infer<typeof page> = readAs(page, body);
    for (const item of read.value) items.push(readAs(shape, item));
    const link: string | undefined = read['@odata.nextLink'];
    next = link ? { ...call, path: relativeLink(link), query: undefined } : null;
  }
  return items;
}
