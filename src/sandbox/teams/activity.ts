/** An activity as it travels: the fields this room reads, and whatever else the sender gave. */
export interface Activity {
  readonly type: string;
  readonly id: string;
  readonly from?: { readonly id?: string; readonly aadObjectId?: string };
  readonly conversation?: { readonly id?: string };
  readonly text?: string;
  readonly entities?: readonly Readonly<Record<string, unknown>>[];
  readonly attachments?: readonly Readonly<Record<string, unknown>>[];
  readonly [field: string]: unknown;
}

/** The bot as people see it in Teams: the short name of its manifest. */
export const BOT_NAME = 'Guestlist';
