import type { Account } from '../requests/ports.ts';
import { ACCOUNT_SELECT, toAccount, type UserRow, userShape } from './account.ts';
import { type BatchRead, bodyOf, itemsOf } from './batch.ts';
import type { GraphDeps } from './deps.ts';
import { isObjectId, literal, pathOf } from './odata.ts';
import { readAs } from './read.ts';

const PERMISSION = 'User.Read.All';

/** An account by its object id; null: there is none. */
export async function account(deps: GraphDeps, id: string): Promise<Account | null> {
  if (!isObjectId(id)) return null;
  const read = {
    path: pathOf`/users/${id}`,
    query: { $select: ACCOUNT_SELECT },
    permission: PERMISSION,
  };
  const [answer] = await deps.readBatch([read], true);
  const body = answer ? bodyOf(read, answer) : null;
  return body === null ? null : toAccount(readAs(userShape, body));
}

/**
 * The account that answers to an address. Graph compares without case. Several simple filters in one
 * batch, since Graph does not take all of them in one. Where several accounts fit, the one whose `mail` it is.
 */
export async function accountByAddress(deps: GraphDeps, address: string): Promise<Account | null> {
  const reads = lookUps(address.trim());
  const answers = await deps.readBatch(reads, true);
  const found: UserRow[] = [];
  for (const [index, read] of reads.entries()) {
    const answer = answers[index];
    // Where a tenant cannot filter by identities, the other look-ups still count.
    const unsupported =
      answer?.status === 400 && read.query?.$filter === identities(address.trim());
    if (answer && !unsupported) found.push(...itemsOf(read, answer, userShape));
  }
  const own = found.find((row) => row.mail?.toLowerCase() === address.trim().toLowerCase());
  const best = own ?? found[0];
  return best ? toAccount(best) : null;
}

function lookUps(address: string): BatchRead[] {
  const value = literal(address);
  const filters = [
    `mail eq ${value} or otherMails/any(o:o eq ${value})`,
    `proxyAddresses/any(p:p eq ${literal(`smtp:${address}`)})`,
    `userPrincipalName eq ${value} or startswith(userPrincipalName,${literal(guestPrefix(address))})`,
    identities(address),
  ];
  return filters.map((filter) => ({
    path: '/users',
    query: { $filter: filter, $select: ACCOUNT_SELECT, $top: 5 },
    permission: PERMISSION,
  }));
}

/** A guest's principal name begins with the address he was invited with: `sam_gmail.com#EXT#@…`. */
function guestPrefix(address: string): string {
  return `${address.replace('@', '_')}#EXT#@`;
}

/** Who vouches for guests. Graph filters by `issuerAssignedId` only together with its issuer. */
const ISSUERS = ['google.com', 'MicrosoftAccount', 'ExternalAzureAD', 'mail'];

function identities(address: string): string {
  return ISSUERS.map(
    (issuer) =>
      `identities/any(i:i/issuerAssignedId eq ${literal(address)} and i/issuer eq ${literal(issuer)})`,
  ).join(' or ');
}

/** A soft-deleted account that had this address: its id, or null. It can be restored for 30 days. */
export async function deletedAccount(deps: GraphDeps, address: string): Promise<string | null> {
  const value = literal(address.trim());
  const read = {
    path: '/directory/deletedItems/microsoft.graph.user',
    // Deleted objects are only found by advanced queries.
    query: {
      $filter: `mail eq ${value} or otherMails/any(o:o eq ${value})`,
      $select: 'id,mail',
      $count: true,
      $top: 5,
    },
    headers: { ConsistencyLevel: 'eventual' },
    permission: PERMISSION,
  };
  const [answer] = await deps.readBatch([read], false);
  return answer ? (itemsOf(read, answer, userShape)[0]?.id ?? null) : null;
}
