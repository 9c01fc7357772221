import type { GraphCall } from '../api/shapes.ts';

/** How a call ended, for its colour. */
export type CallOutcome = 'done' | 'refused' | 'failed';

/** The address of a call as people read it: without the host, and decoded. */
export function readableUrl(url: string): string {
  const path = url.replace(/^https?:\/\/[^/]+/, '');
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
  if (!/\/\$batch$/.test(url)) return true;
  const requests = typeof body === 'object' && body && 'requests' in body ? body.requests : [];
  return JSON.stringify(requests).match(/"method":"(?!GET")/) !== null;
}
