import type * as pace from '../pace/limit.ts';
import { buckets, type LimitRules } from '../pace/limit.ts';

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
export type Limit = pace.Limit<LimitKind>;

/** The limits that are settings. Each default is the strictest number Microsoft has published. */
export interface LimitSettings {
  /** Adding to one team: 4 per minute in newer copies of the Teams throttling page, 4 per second in older ones. */
  readonly teamMembersPerMinute: number;
  /** `/invitations`: 150 per 5 s and tenant, all apps (identity and access throttling page). */
  readonly invitationsPer5Seconds: number;
  /** Directory writes: 3,000 per 150 s per app and tenant (identity and access throttling page). */
  readonly directoryWritesPer150Seconds: number;
  /** Directory writes of all apps: 18,000 per 5 min and tenant (same page); ours is what we can see of them. */
  readonly directoryWritesPer5Minutes: number;
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
  /** Reading teams: 30 per s, per app and tenant (Teams throttling page). */
  readonly teamReadsPerSecond: number;
  /** Writing to teams: 10 per s, per app and tenant (same page). */
  readonly teamWritesPerSecond: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** The rule of each kind under these settings. */
export function limitRules(settings: LimitSettings): LimitRules<LimitKind> {
  return {
    reads: buckets([settings.readUnitsPer10Seconds, 10 * SECOND]),
    directoryWrites: buckets(
      [settings.directoryWritesPer150Seconds, 150 * SECOND],
      [settings.directoryWritesPer5Minutes, 5 * MINUTE],
    ),
    invitations: buckets([settings.invitationsPer5Seconds, 5 * SECOND]),
    teamReads: buckets([settings.teamReadsPerSecond, SECOND]),
    teamWrites: buckets([settings.teamWritesPerSecond, SECOND]),
    appInstalls: buckets([settings.appInstallsPerSecond, SECOND]),
    team: buckets([settings.teamMembersPerMinute, MINUTE]),
    mailbox: { buckets: [], atOnce: settings.mailsAtOnce },
    mails: buckets([settings.mailsPerMinute, MINUTE], [settings.mailsPerDay, DAY]),
  };
}
