import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { readJson, refusal } from '../http.ts';

/** Reads a control call's JSON body of this form. Throws a refusal with 400 that names the first property at fault. */
export async function readForm<T>(request: IncomingMessage, form: z.ZodType<T>): Promise<T> {
  const parsed = form.safeParse((await readJson(request)) ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw refusal(400, 'badForm', `${issue?.path.join('.') || 'body'}: ${issue?.message ?? ''}`);
}
