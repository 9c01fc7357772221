import { DrizzleQueryError } from 'drizzle-orm';
import { type DestinationStream, type Logger, pino } from 'pino';
import { AppError } from './errors.ts';

/** Fields that are never written, wherever they turn up in what is logged. */
const SECRET = ['authorization', 'token', 'access_token', 'secret', 'redeemUrl', 'inviteRedeemUrl'];

/** The product's log: one JSON line each, ids and outcomes, never secrets, links or what people wrote. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    redact: {
      paths: SECRET.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '…',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** What a log may know of an error. Causes of libraries can hold requests with their headers: only their names and words. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  // What fills an AppError's sentence can be addresses and words: its code is enough.
  // A failed query carries its values, which are people's addresses and words: only its cause is told.
  if (error instanceof DrizzleQueryError) return describeError(error.cause ?? error.name);
  const { name, message, stack, cause } = error;
  return {
    name,
    ...(error instanceof AppError ? { code: error.code } : { message, stack }),
    ...(cause instanceof Error ? { cause: describeCause(cause) } : {}),
  };
}

function describeCause(cause: Error): object {
  const told = cause instanceof DrizzleQueryError && cause.cause ? cause.cause : cause;
  return { name: told.name, message: told.message };
}
