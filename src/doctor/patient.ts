import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import type { Tokens } from '../graph/tokens.ts';
import { createTransport, type HttpAnswer } from '../graph/transport.ts';
import { reasonOf } from './ask.ts';

/** A tenant that can be read, and what it is to be held against. */
export interface Patient {
  readonly config: Config;
  /** The permissions that the token carries. */
  readonly roles: readonly string[];
  /** Reads from Graph: nothing here ever writes. Throws AppError `doctor.noAnswer` where Graph has none. */
  read(path: string, version?: 'v1.0' | 'beta'): Promise<HttpAnswer>;
}

/** How long one read may take, in ms. */
const PATIENCE_MS = 15_000;

const claims = z.object({ roles: z.array(z.string()).default([]) });

/** The tenant as these tokens open it. Throws AppError where there is no token. */
export async function openPatient(config: Config, tokens: Tokens): Promise<Patient> {
  const transport = createTransport(config.graphBaseUrl, tokens);
  const { roles } = claims.parse(decodeJwt(await tokens.current()));
  const where = new URL(config.graphBaseUrl).host;
  return {
    config,
    roles,
    async read(path, version = 'v1.0') {
      const call = { method: 'GET', changes: false, headers: {}, timeoutMs: PATIENCE_MS } as const;
      const answer = await transport({ ...call, path, version }).catch((cause: unknown) => {
        throw new AppError('doctor.noAnswer', { where, reason: reasonOf(cause) }, { cause });
      });
      if (answer.status !== 429 && answer.status < 500) return answer;
      throw new AppError('doctor.noAnswer', { where, reason: String(answer.status) });
    },
  };
}

/** What an answer holds; one that was refused is `doctor.refused`, one of another shape `graph.unreadable`. */
export function bodyOf<T>(answer: HttpAnswer, shape: z.ZodType<T>, permission: string): T {
  if (answer.status >= 400) {
    throw new AppError('doctor.refused', { status: answer.status, permission });
  }
  const read = shape.safeParse(answer.body);
  if (read.success) return read.data;
  throw new AppError('graph.unreadable', {}, { cause: read.error });
}
