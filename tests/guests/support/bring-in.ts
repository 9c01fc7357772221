import { noticeArrivals } from '../../../src/guests/notice-arrivals.ts';
import type { Account } from '../../../src/requests/ports.ts';
import type { RequestView, RequestWish } from '../../../src/requests/types.ts';
import { viewRequest } from '../../../src/requests/view-request.ts';
import { redeem } from '../../support/company/company.ts';
import { ask, type Given, runJobs, started } from '../../support/given-requests.ts';

/** Megan asks for her own resources, so that nobody else needs to agree, and everything that follows is done. */
export async function bringIn(
  given: Given,
  asked: Partial<RequestWish> = {},
  actorId = 'megan',
): Promise<RequestView> {
  const { id } = started(await ask(given.deps, actorId, asked));
  await runJobs(given);
  return view(given, id);
}

/** The request as it stands. */
export async function view(given: Given, id: string): Promise<RequestView> {
  const found = await viewRequest(given.deps, id);
  if (!found) throw new Error(`${id} is gone`);
  return found;
}

/** Every guest whom the directory has: where nobody else was invited, Sam. */
export function samInTheDirectory({ company }: Given): Account[] {
  return [...company.accounts.values()].filter(({ userType }) => userType === 'guest');
}

/** The guest signs in, and everything that follows is done. */
export async function arrive(given: Given, address: string): Promise<void> {
  redeem(given.company, address);
  await noticeArrivals(given.deps);
  await runJobs(given);
}
