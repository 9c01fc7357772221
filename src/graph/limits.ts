/** The kinds of limit. `mailbox` counts requests under way, `mails` messages that leave. */
export type LimitKind =
  | 'reads'
  | 'directoryWrites'
  | 'invitations'
  | 'teamReads'
  | 'teamWrites'
  | 'appInstalls'
  | 'team'
  | 'mailbox'
  | 'mails';

/** What a call counts against; `of` is the team or the mailbox, where each has its own. */
export interface Limit {
  readonly kind: LimitKind;
  readonly of?: string;
}

/** The limits that are settings. Each default is the strictest number Microsoft has published. */
export interface LimitSettings {
  /** Adding to one team: 4 per minute in newer copies of the Teams throttling page, 4 per second in older ones. */
  readonly teamMembersPerMinute: number;
  /** `/invitations`: 150 per 5 s and tenant, all apps (identity and access throttling page). */
  readonly invitationsPer5Seconds: number;
  /** Directory writes: 3,000 per 150 s per app and tenant (identity and access throttling page). */
  readonly directoryWritesPer150Seconds: number;
  /** Resource units of directory reads: 3,500 per 10 s in the smallest tenants (same page). */
  readonly readUnitsPer10Seconds: number;
  /** Messages that leave one mailbox: 30 per minute (Exchange Online sending limits). */
  readonly mailsPerMinute: number;
  /** Requests at a time per mailbox: 4 (Outlook throttling). */
  readonly mailsAtOnce: number;
  /** Recipients per mailbox and day: 10,000 (Exchange Online sending limits). */
  readonly mailsPerDay: number;
  /** Installing the app for people: 30 per s (Teams throttling page). */
  readonly appInstallsPerSecond: number;
}

/** A bucket of `size` tokens that fills up evenly in `everyMs`. */
export interface BucketRule {
  readonly size: number;
  readonly everyMs: number;
}

/** What stands behind a limit: buckets that must all give, and a number of calls at a time. */
export interface LimitRule {
  readonly buckets: readonly BucketRule[];
  readonly atOnce: number;
}

/** Reading teams: 30 per s, writing to them: 10 per s, per app and tenant (Teams throttling page). */
const TEAM_READS_PER_SECOND = 30;
const TEAM_WRITES_PER_SECOND = 10;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const per = (size: number, everyMs: number): LimitRule => ({
  buckets: [{ size, everyMs }],
  atOnce: Number.POSITIVE_INFINITY,
});

/** The rule of each kind under these settings. */
export function limitRules(settings: LimitSettings): Readonly<Record<LimitKind, LimitRule>> {
  const daily = { size: settings.mailsPerDay, everyMs: DAY };
  const mails = per(settings.mailsPerMinute, MINUTE);
  return {
    reads: per(settings.readUnitsPer10Seconds, 10 * SECOND),
    directoryWrites: per(settings.directoryWritesPer150Seconds, 150 * SECOND),
    invitations: per(settings.invitationsPer5Seconds, 5 * SECOND),
    teamReads: per(TEAM_READS_PER_SECOND, SECOND),
    teamWrites: per(TEAM_WRITES_PER_SECOND, SECOND),
    appInstalls: per(settings.appInstallsPerSecond, SECOND),
    team: per(settings.teamMembersPerMinute, MINUTE),
    mailbox: { buckets: [], atOnce: settings.mailsAtOnce },
    mails: { ...mails, buckets: [...mails.buckets, daily] },
  };
}
