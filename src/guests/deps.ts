import type { Texts } from '../language/types.ts';
import type { Invitation } from '../mail/invitation-mail.ts';
import type { NotifyDeps } from '../requests/deps.ts';
import type { Mailboxes, OwnRights, Tenant } from '../requests/ports.ts';

/** What the operations on guests need; jobs run them. */
export interface GuestDeps extends NotifyDeps {
  readonly tenant: Tenant;
  readonly mailboxes: Mailboxes;
  /** Unset: everything is done in the application's own right. */
  readonly ownRights?: OwnRights;
  /** Whether newcomers get Microsoft's own mail where the requester has lent us his right for it. */
  readonly microsoftMails?: boolean;
  /** 32 bytes that redeem links are sealed with. */
  readonly linkKey: Uint8Array;
  readonly brand: Invitation['brand'];
  readonly texts: (locale: string) => Texts;
}
