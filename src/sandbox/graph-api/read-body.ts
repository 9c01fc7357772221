import type { z } from 'zod';
import { badRequest } from './graph-error.ts';

/** Reads a body of this form. Throws 400 that names the first property at fault. */
export function readBody<T>(form: z.ZodType<T>, body: unknown): T {
  if (body === undefined) throw badRequest('Empty Payload. JSON content expected.');
  const parsed = form.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') || 'payload';
  throw badRequest(
    `Invalid value specified for property '${place}': ${issue?.message ?? ''}`.trim(),
  );
}
