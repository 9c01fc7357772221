import { lockRequest, type RequestRow } from '../db/requests.ts';
import type { Tx } from '../db/types.ts';
import type { RequestDeps } from './deps.ts';

/**
 * One transaction about a request, which is locked first, always before its rows: so two changes of
 * one request come after one another, and none waits for the other in a circle. null: it is gone.
 */
export function inRequest<T>(
  { db }: Pick<RequestDeps, 'db'>,
  requestId: string,
  change: (tx: Tx, request: RequestRow) => Promise<T>,
): Promise<T | null> {
  return db.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    return request && change(tx, request);
  });
}
