import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from './errors.ts';

/** Resolves while what runs is still ours to do; rejects with `LeaseLost` once somebody else has taken it over. */
export type Confirm = () => Promise<void>;

const leases = new AsyncLocalStorage<Confirm>();

/**
 * Runs `work` under a lease: whatever of it is about to change something outside asks `confirmLease`
 * first. A process can be stopped anywhere, also while it waits for its turn at Graph, and come back
 * beside its successor; so the question is asked as late as can be.
 */
export function underLease<T>(confirm: Confirm, work: () => Promise<T>): Promise<T> {
  return leases.run(confirm, work);
}

/**
 * To be awaited right before a call that changes something outside, and before what its answer brought
 * is written down. Without a lease there is nothing to lose.
 *
 * @throws LeaseLost when somebody else does this by now; the database's own errors where it cannot tell
 */
export async function confirmLease(): Promise<void> {
  await leases.getStore()?.();
}

/** Somebody else does it by now: nothing is left to do here, and trying again is not ours either. */
export class LeaseLost extends AppError {
  constructor() {
    super('unavailable', {}, { cause: new Error('taken over by another process') });
  }
}
