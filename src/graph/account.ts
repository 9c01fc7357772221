import { z } from 'zod';
import type { Account } from '../requests/ports.ts';

/** What is read of every user. */
export const ACCOUNT_SELECT =
  'id,displayName,mail,userPrincipalName,userType,accountEnabled,externalUserState';

/** A user as Graph gives him with `ACCOUNT_SELECT`. */
export const userShape = z.object({
  id: z.string(),
  '@odata.type': z.string().optional(),
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  userType: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  externalUserState: z.enum(['PendingAcceptance', 'Accepted']).nullish().catch(null),
});

export type UserRow = z.infer<typeof userShape>;

/** Accounts from before 2014 have no `userType`: they are members. */
export function toAccount(row: UserRow): Account {
  return {
    id: row.id,
    name: row.displayName || row.mail || row.userPrincipalName || row.id,
    mail: row.mail ?? null,
    userType: row.userType?.toLowerCase() === 'guest' ? 'guest' : 'member',
    enabled: row.accountEnabled !== false,
    guestState: row.externalUserState ?? null,
  };
}

/** Owners and members may be applications or groups, too: only users are people. */
export function isUser(row: UserRow): boolean {
  const type = row['@odata.type'];
  return type === undefined ? Boolean(row.userPrincipalName) : type.endsWith('.user');
}
