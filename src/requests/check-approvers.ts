import { askAnew } from './ask-anew.ts';
import type { RequestDeps } from './deps.ts';
import { endUndecidable } from './end-undecidable.ts';
import { factsOfWaiting } from './gather-facts.ts';
import { viewRequest } from './view-request.ts';

/**
 * Looks whether those whom a request waits for can decide still. Others who can by now are asked; where
 * nobody can any more, it is denied with that cause, and the requester told.
 *
 * @throws AppError `unavailable`, `throttled`
 */
export async function checkApprovers(deps: RequestDeps, requestId: string): Promise<void> {
  const view = await viewRequest(deps, requestId);
  if (view?.status !== 'pending') return;
  const facts = await factsOfWaiting(deps, view);
  if (await endUndecidable(deps, view, facts)) return;
  await askAnew(deps, view, facts);
}
