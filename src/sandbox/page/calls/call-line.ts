import * as z from 'zod/mini';
import type { GraphCall } from '../api/shapes.ts';

/** How a call ended, for its colour. */
export type CallOutcome = 'done' | 'refused' | 'failed';

const GUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
const Batch = z.object({ requests: z.array(z.object({ method: z.string(), url: z.string() })) });

/** A call in one line: object ids shortened, and for a batch what is in it. */
export function callLine({ url, body }: GraphCall): string {
  const line = readableUrl(url);
  const inside = line.endsWith('/$batch') ? batched(body) : [];
  const all = inside.map(({ method, url }) => `${method} ${readableUrl(url)}`);
  const told = all.length > 0 ? `${line} (${all.length}): ${all.join(', ')}` : line;
  return told.replace(GUID, (id) => `${id.slice(0, 8)}…`);
}

function batched(body: unknown): { method: string; url: string }[] {
  const read = z.safeParse(Batch, body);
  return read.success ? read.data.requests : [];
}

/** The address of a call as people read it: decoded, without the host and Graph's usual version. */
export function readableUrl(url: string): string {
  const path = url.replace(/^https?:\/\/[^/]+/, '').replace(/^\/v1\.0\//, '/');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** 4xx are refusals; a cut connection and 5xx are failures. */
export function outcomeOf({ status }: GraphCall): CallOutcome {
  if (status === 0 || status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'done';
}

/** Whether a call wants to change something in the tenant. */
export function isWrite({ method, url, body }: GraphCall): boolean {
  if (method === 'GET') return false;
  if (!url.endsWith('/$batch')) return true;
  return batched(body).some((request) => request.method !== 'GET');
}
