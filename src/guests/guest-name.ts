import type { GuestRow } from '../db/guests.ts';
import type { Account } from '../requests/ports.ts';

/**
 * The name to keep on a guest's row: the one it has, else the directory's, once he has signed in. Before
 * that, or where nobody named him, the directory has only what it makes of the address.
 */
export function nameToKeep(
  row: Pick<GuestRow, 'name' | 'address'>,
  account: Account | null,
): string | null {
  if (row.name !== null || account?.guestState !== 'Accepted') return row.name;
  const { name } = account;
  const made = row.address.toLowerCase().split('@')[0] === name.toLowerCase();
  return made || name.includes('@') ? null : name;
}
