import { AppError } from '../errors.ts';

/** How long an address may take to answer, in ms. */
const PATIENCE_MS = 10_000;

/**
 * Asks an address, whatever it answers.
 *
 * @throws AppError `doctor.noAnswer` `{where, reason}` where nothing comes back, or a server in trouble says so
 */
export async function ask(url: string): Promise<Response> {
  const where = new URL(url).host;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(url, { signal, redirect: 'manual' }).catch((cause: unknown) => {
    throw new AppError('doctor.noAnswer', { where, reason: reasonOf(cause) }, { cause });
  });
  if (response.status < 500) return response;
  await response.body?.cancel();
  throw new AppError('doctor.noAnswer', { where, reason: String(response.status) });
}

/** `fetch failed` says nothing; what stands behind it has a code. */
export function reasonOf(error: unknown): string {
  const { code, name, cause } = Object(error);
  if (cause !== undefined) return reasonOf(cause);
  return String(typeof code === 'string' ? code : name);
}
