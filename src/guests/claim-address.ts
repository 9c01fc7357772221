import { dropFact, readFact, writeFact } from '../db/facts.ts';
import type { DbOrTx } from '../db/types.ts';
import { AppError } from '../errors.ts';
import type { GuestDeps } from './deps.ts';

/**
 * How long an invitation may take before another row may send its own, in milliseconds: as long as the
 * queue lets a job run, so that whoever holds a claim that is over is gone.
 */
const LEASE = 15 * 60_000;

/**
 * Keeps every other row with this address from inviting: a second invitation would make the link of
 * the first one invalid. The same row claims as often as it likes.
 *
 * @throws AppError `unavailable` while another row invites: it has a link to share soon
 */
export async function claimAddress(
  { db, clock }: Pick<GuestDeps, 'db' | 'clock'>,
  address: string,
  rowId: string,
): Promise<void> {
  const key = keyOf(address);
  const { value, version } = await readFact(db, key);
  const at = clock.now();
  const held = readClaim(value);
  const other = held && held.rowId !== rowId && held.until > at.getTime();
  const claim = { rowId, until: at.getTime() + LEASE };
  if (other || !(await writeFact(db, { key, value: claim, version, at }))) {
    throw new AppError('unavailable');
  }
}

/** Lets the next row with this address look; a claim that has become another row's stays. */
export async function releaseAddress(db: DbOrTx, address: string, rowId: string): Promise<void> {
  const key = keyOf(address);
  const { value, version } = await readFact(db, key);
  if (readClaim(value)?.rowId === rowId) await dropFact(db, { key, version });
}

function keyOf(address: string): string {
  return `inviting ${address.toLowerCase()}`;
}

function readClaim(value: unknown): { rowId: string; until: number } | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!('rowId' in value && 'until' in value)) return null;
  const { rowId, until } = value;
  return typeof rowId === 'string' && typeof until === 'number' ? { rowId, until } : null;
}
