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
  const { name, message, stack, cause } = error;
  return {
    name,
    ...(error instanceof AppError
      ? { code: error.code, params: error.params }
      : { message, stack }),
    ...(cause instanceof Error ? { cause: { name: cause.name, message: cause.message } } : {}),
  };
}
