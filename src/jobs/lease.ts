import type { CommandResponse, JobWithMetadata, PgBoss } from 'pg-boss';
import { type Confirm, LeaseLost } from '../lease.ts';

/** So long after we have last heard that the job is ours nobody else can have it: half a heartbeat, in ms. */
const SURE_MS = 5000;

/**
 * The lease of one try of a job, as the queue keeps it. Asking also prolongs it. Once `over` is aborted, the
 * job is not ours any more. The first question is always asked: nobody knows how long the job lay here.
 */
export function leaseOf(boss: PgBoss, job: JobWithMetadata<object>, over: AbortSignal): Confirm {
  let sure = Number.NEGATIVE_INFINITY;
  return async () => {
    if (over.aborted) throw new LeaseLost();
    const asked = performance.now();
    if (asked - sure < SURE_MS) return;
    if (affectedBy(await boss.touch(job.name, job)) === 0) throw new LeaseLost();
    sure = asked;
  };
}

/** How many jobs a command has changed; 0 where the claim was lost. */
export function affectedBy(response: CommandResponse): number {
  return 'affected' in response ? Number(response.affected) : 0;
}
