import type { ZodMiniType } from 'zod/mini';

/** The sandbox did not answer, or answered with a refusal (`status` 0: nobody answered). */
export class SandboxError extends Error {
  readonly status: number;

  constructor(status: number, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'SandboxError';
    this.status = status;
  }
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  // The observer's header: what the page reads and does is neither slowed, failed nor logged.
  const headers = { ...init.headers, 'x-sandbox-observer': '1' };
  const answer = await fetch(path, { ...init, headers }).catch((cause: unknown) => {
    throw new SandboxError(0, path, { cause });
  });
  if (answer.ok) return answer;
  throw new SandboxError(answer.status, (await answer.text()) || answer.statusText);
}

/** Reads a control route. Throws a SandboxError, or a ZodError where the answer is not of `shape`. */
export async function read<T>(path: string, shape: ZodMiniType<T>): Promise<T> {
  const answer = await ask(path, {});
  return shape.parse(await answer.json());
}

/** Reads a route that answers one JSON value per line. */
export async function readLines<T>(path: string, shape: ZodMiniType<T>): Promise<T[]> {
  const answer = await ask(path, {});
  const lines = (await answer.text()).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => shape.parse(JSON.parse(line)));
}

/** Sends `body` as JSON. An empty answer is read as `null`. */
export async function send<T>(path: string, body: unknown, shape: ZodMiniType<T>): Promise<T> {
  const answer = await ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const content = await answer.text();
  return shape.parse(content === '' ? null : JSON.parse(content));
}
