import { ownersOf } from '../../tenant/membership.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import type { CatalogApp, Group, Installation, Team, User } from '../../tenant/types.ts';
import type { Entity } from '../odata/entity.ts';

/** A team with the group it is. */
export interface TeamGroup {
  readonly team: Team;
  readonly group: Group;
}

const ALL_ALLOWED = {
  memberSettings: {
    allowCreateUpdateChannels: true,
    allowDeleteChannels: true,
    allowAddRemoveApps: true,
    allowCreateUpdateRemoveTabs: true,
    allowCreateUpdateRemoveConnectors: true,
  },
  guestSettings: { allowCreateUpdateChannels: false, allowDeleteChannels: false },
};

/** Where Teams shows a team or its channel. */
function teamLink(tenant: Tenant, { team }: TeamGroup): string {
  const thread = encodeURIComponent(team.generalChannelId);
  const { tenantId } = tenant.world.settings;
  return `https://teams.microsoft.com/l/team/${thread}/conversations?groupId=${team.id}&tenantId=${tenantId}`;
}

/** Teams. */
export function teamEntity(tenant: Tenant): Entity<TeamGroup> {
  return {
    name: 'team',
    show: (each) => ({
      id: each.team.id,
      createdDateTime: each.group.createdDateTime,
      displayName: each.group.displayName,
      description: each.group.description,
      internalId: each.team.generalChannelId,
      classification: null,
      specialization: 'none',
      visibility: each.group.visibility === 'Public' ? 'public' : 'private',
      webUrl: teamLink(tenant, each),
      isArchived: each.team.isArchived,
      tenantId: tenant.world.settings.tenantId,
      ...ALL_ALLOWED,
    }),
    defaults: null,
    directory: false,
    searchable: [],
  };
}

/** The channel General; every team here has that one. */
export function showGeneral(tenant: Tenant, each: TeamGroup): Readonly<Record<string, unknown>> {
  const thread = encodeURIComponent(each.team.generalChannelId);
  const { tenantId } = tenant.world.settings;
  return {
    id: each.team.generalChannelId,
    createdDateTime: each.group.createdDateTime,
    displayName: 'General',
    description: each.group.description,
    email: '',
    tenantId,
    membershipType: 'standard',
    isArchived: each.team.isArchived,
    webUrl: `https://teams.microsoft.com/l/channel/${thread}/General?groupId=${each.team.id}&tenantId=${tenantId}`,
  };
}

/** A person on a team's roster. */
export interface RosterEntry {
  readonly teamId: string;
  readonly user: User;
}

/** The id of a membership: opaque, made of the team and the person. */
export function membershipId(teamId: string, userId: string): string {
  return Buffer.from(`MCMjMiMj${teamId}##${userId}`).toString('base64url');
}

/** Roster entries. */
export function rosterEntity(tenant: Tenant): Entity<RosterEntry> {
  const isOwner = (entry: RosterEntry) =>
    ownersOf(tenant, entry.teamId).some((owner) => owner.id === entry.user.id);
  const roles = (entry: RosterEntry) => {
    if (isOwner(entry)) return ['owner'];
    return entry.user.userType === 'Guest' ? ['guest'] : [];
  };
  return {
    name: 'aadUserConversationMember',
    show: (entry) => ({
      '@odata.type': '#microsoft.graph.aadUserConversationMember',
      id: membershipId(entry.teamId, entry.user.id),
      roles: roles(entry),
      displayName: entry.user.displayName,
      visibleHistoryStartDateTime: '0001-01-01T00:00:00Z',
      userId: entry.user.id,
      email: entry.user.mail,
      tenantId: tenant.world.settings.tenantId,
    }),
    defaults: null,
    directory: false,
    searchable: [],
  };
}

/** An app of the catalogue. */
export function showCatalogApp(app: CatalogApp): Readonly<Record<string, unknown>> {
  return {
    id: app.id,
    externalId: app.externalId,
    displayName: app.displayName,
    distributionMethod: 'organization',
  };
}

/** The version of an app that the catalogue has. */
export function showDefinitionOf(
  tenant: Tenant,
  app: CatalogApp,
): Readonly<Record<string, unknown>> {
  return {
    id: Buffer.from(`${app.id}##${app.version}##Published`).toString('base64'),
    teamsAppId: app.id,
    displayName: app.displayName,
    version: app.version,
    publishingState: tenant.switches.read().appPublished ? 'published' : 'submitted',
  };
}

/** Installations, with the app behind each. */
export function installationEntity(tenant: Tenant): Entity<Installation> {
  const app = (installation: Installation) => {
    const found = tenant.catalog.get(installation.appId);
    return found ? showCatalogApp(found) : null;
  };
  const definition = (installation: Installation) => {
    const found = tenant.catalog.get(installation.appId);
    return found ? showDefinitionOf(tenant, found) : null;
  };
  return {
    name: 'teamsAppInstallation',
    show: (installation) => ({
      id: installation.id,
      teamsApp: app(installation),
      teamsAppDefinition: definition(installation),
    }),
    // The app is only there to be filtered by, unless it is expanded.
    defaults: ['id'],
    directory: false,
    searchable: [],
    expands: { teamsApp: app, teamsAppDefinition: definition },
  };
}
