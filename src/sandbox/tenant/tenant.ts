import { EventEmitter } from 'node:events';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { addressKeys, bareProxy } from './addresses.ts';
import { type IndexedTable, indexTable } from './indexed-table.ts';
import { openSwitches, type SwitchBoard, type Switches } from './switches.ts';
import type {
  AppAccess,
  Application,
  CatalogApp,
  Group,
  Installation,
  Invitation,
  MailMessage,
  Membership,
  OutsideDomain,
  Outsider,
  Ownership,
  RoleHolding,
  SentMail,
  Team,
  User,
} from './types.ts';

/** The domain every WoodGrove account lives in; the first one is the default. */
export const verifiedDomains = ['woodgrove.com', 'woodgrove.onmicrosoft.com'] as const;

/** What happened in the tenant, for whoever has to tell somebody. Emitted after it was written. */
export interface TenantEvents {
  /** A guest was invited for the first time. */
  invited: [userId: string];
  /** A guest has redeemed. */
  redeemed: [userId: string];
  memberAdded: [groupId: string, userId: string];
  installed: [installation: Installation];
  uninstalled: [installation: Installation];
  /** WoodGrove was put back to its start. */
  reset: [];
}

/** WoodGrove's directory, mailboxes and catalogue: tables, written inside `world.store.write`. */
export interface Tenant {
  readonly world: World;
  /** `address` in lower case: mail, other mails, proxy addresses, identities, user principal name. */
  readonly users: IndexedTable<User, 'address' | 'key' | 'manager'>;
  readonly deletedUsers: IndexedTable<User, 'address'>;
  readonly groups: IndexedTable<Group, 'name' | 'address'>;
  readonly teams: Table<Team>;
  readonly memberships: IndexedTable<Membership, 'group' | 'user'>;
  readonly ownerships: IndexedTable<Ownership, 'resource' | 'user'>;
  readonly applications: IndexedTable<Application, 'name' | 'appId'>;
  readonly access: IndexedTable<AppAccess, 'application' | 'principal'>;
  readonly roles: IndexedTable<RoleHolding, 'user'>;
  readonly invitations: IndexedTable<Invitation, 'ticket' | 'user'>;
  readonly outsideDomains: Table<OutsideDomain>;
  readonly outsiders: Table<Outsider>;
  readonly catalog: IndexedTable<CatalogApp, 'externalId'>;
  readonly installations: IndexedTable<Installation, 'scope'>;
  readonly messages: IndexedTable<MailMessage, 'mailbox' | 'movingId'>;
  /** The newest mail last. */
  readonly outbox: IndexedTable<SentMail, 'to'>;
  readonly switches: SwitchBoard;
  readonly events: EventEmitter<TenantEvents>;
  /** How a token request may name the tenant, in lower case. */
  names(): readonly string[];
  /** The next change number, for delta. */
  nextChange(): number;
  /** The last change number given. */
  lastChange(): number;
  /** Builds every index anew, after the store was cleared. */
  reload(): void;
}

const lower = (text: string) => text.toLowerCase();

function directoryTables({ store }: World) {
  return {
    users: indexTable(store.table<User>('users'), {
      address: addressKeys,
      key: (user: User) => (user.key ? [user.key] : []),
      manager: (user: User) => (user.managerId ? [user.managerId] : []),
    }),
    deletedUsers: indexTable(store.table<User>('deletedUsers'), { address: addressKeys }),
    groups: indexTable(store.table<Group>('groups'), {
      name: (group: Group) => [lower(group.displayName)],
      address: (group: Group) => group.proxyAddresses.map((each) => lower(bareProxy(each))),
    }),
    teams: store.table<Team>('teams'),
    memberships: indexTable(store.table<Membership>('memberships'), {
      group: (each: Membership) => [each.groupId],
      user: (each: Membership) => [each.userId],
    }),
    ownerships: indexTable(store.table<Ownership>('ownerships'), {
      resource: (each: Ownership) => [each.resourceId],
      user: (each: Ownership) => [each.userId],
    }),
    applications: indexTable(store.table<Application>('applications'), {
      name: (each: Application) => [lower(each.displayName)],
      appId: (each: Application) => [each.appId],
    }),
    access: indexTable(store.table<AppAccess>('access'), {
      application: (each: AppAccess) => [each.applicationId],
      principal: (each: AppAccess) => [each.principalId],
    }),
    roles: indexTable(store.table<RoleHolding>('roles'), {
      user: (each: RoleHolding) => [each.userId],
    }),
  };
}

function otherTables({ store }: World) {
  return {
    invitations: indexTable(store.table<Invitation>('invitations'), {
      ticket: (each: Invitation) => [each.ticket],
      user: (each: Invitation) => [each.userId],
    }),
    outsideDomains: store.table<OutsideDomain>('outsideDomains'),
    outsiders: store.table<Outsider>('outsiders'),
    catalog: indexTable(store.table<CatalogApp>('catalog'), {
      externalId: (each: CatalogApp) => [lower(each.externalId)],
    }),
    installations: indexTable(store.table<Installation>('installations'), {
      scope: (each: Installation) => [each.scopeId],
    }),
    messages: indexTable(store.table<MailMessage>('messages'), {
      mailbox: (each: MailMessage) => [each.mailboxId],
      movingId: (each: MailMessage) => [each.movingId],
    }),
    outbox: indexTable(store.table<SentMail>('outbox'), {
      to: (each: SentMail) => each.to.map(lower),
    }),
  };
}

/** Opens the tenant's tables on the world's store. */
export function openTenant(world: World): Tenant {
  const directory = directoryTables(world);
  const others = otherTables(world);
  const counters = world.store.table<number>('counters');
  const indexed = [...Object.values(directory), ...Object.values(others)];
  return {
    world,
    ...directory,
    ...others,
    switches: openSwitches(world.store.table<Partial<Switches>>('switches')),
    events: new EventEmitter<TenantEvents>(),
    names: () => [world.settings.tenantId, ...verifiedDomains],
    nextChange() {
      const next = this.lastChange() + 1;
      counters.put('change', next);
      return next;
    },
    lastChange: () => counters.get('change') ?? 0,
    reload: () => {
      for (const table of indexed) if ('reload' in table) table.reload();
    },
  };
}
