import { z } from 'zod';
import type { Table } from '../store.ts';
import {
  defaultDelegatedPermissions,
  defaultMailboxPermissions,
  defaultPermissions,
} from './permissions.ts';

const domains = z.array(z.string().trim().toLowerCase().min(1));

/** What an administrator of WoodGrove (a test, or a person on the page) can set. */
export const switchesShape = z.strictObject({
  /** The team calls refuse guests with 403, as reported for application permissions. */
  teamAddRefusesGuests: z.boolean(),
  /** How long Teams takes, on WoodGrove's clock, to show a guest who was added to the team's group. */
  rosterDelayMinutes: z.number().min(0),
  allowInvitesFrom: z.enum([
    'none',
    'adminsAndGuestInviters',
    'adminsGuestInvitersAndAllMembers',
    'everyone',
  ]),
  /** Holds applications to `allowInvitesFrom`, too: with `none` every invitation is refused. */
  policyBindsApplications: z.boolean(),
  allowedDomains: domains,
  blockedDomains: domains,
  /** The organization's settings of groups (Group.Unified). */
  allowToAddGuests: z.boolean(),
  allowGuestsToAccessGroups: z.boolean(),
  /** Invitations within a minute after which more are refused as suspicious; null: never. */
  suspiciousAfter: z.number().int().min(0).nullable(),
  /** Most objects the directory takes; null: no end in sight. */
  objectQuota: z.number().int().min(0).nullable(),
  /** Application permissions granted to the bot's registration in Entra: they hold for everything in the tenant. */
  permissions: z.array(z.string()),
  /** Those that Exchange grants beside them, for the sending mailboxes alone. No token tells of them. */
  mailboxPermissions: z.array(z.string()),
  /** What the bot's OAuth connection asks people for. */
  delegatedPermissions: z.array(z.string()),
  /** Whether the app's version in the catalogue is published, or waits for an administrator. */
  appPublished: z.boolean(),
  /** People (ids) whom an app permission policy keeps from the app. */
  appRefusedFor: z.array(z.string()),
  /** The app cannot be installed for guests, as some report. */
  guestsRefuseApps: z.boolean(),
});

export type Switches = z.infer<typeof switchesShape>;

/** How WoodGrove is set at the start. */
const firstSwitches: Switches = {
  teamAddRefusesGuests: true,
  rosterDelayMinutes: 0,
  allowInvitesFrom: 'everyone',
  policyBindsApplications: false,
  allowedDomains: [],
  blockedDomains: ['throwaway.example'],
  allowToAddGuests: true,
  allowGuestsToAccessGroups: true,
  suspiciousAfter: null,
  objectQuota: null,
  permissions: [...defaultPermissions],
  mailboxPermissions: [...defaultMailboxPermissions],
  delegatedPermissions: [...defaultDelegatedPermissions],
  appPublished: true,
  appRefusedFor: [],
  guestsRefuseApps: false,
};

/** The switches, kept in the store. `change` runs inside a `store.write`. */
export interface SwitchBoard {
  read(): Switches;
  change(part: Partial<Switches>): void;
}

/** Reads and turns the switches kept in `table`. */
export function openSwitches(table: Table<Partial<Switches>>): SwitchBoard {
  let read: { kept: Partial<Switches> | undefined; full: Switches } | undefined;
  return {
    read() {
      const kept = table.get('all');
      if (!read || read.kept !== kept) read = { kept, full: { ...firstSwitches, ...kept } };
      return read.full;
    },
    change(part) {
      table.put('all', { ...table.get('all'), ...part });
    },
  };
}
