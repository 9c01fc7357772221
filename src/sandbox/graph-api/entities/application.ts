import { principalName } from '../../tenant/access.ts';
import { ownersOf } from '../../tenant/membership.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import type { AppAccess, Application } from '../../tenant/types.ts';
import type { Entity } from '../odata/entity.ts';
import { showUserObject } from './user.ts';

/** Everything of a service principal, in Graph's words. */
export function showApplication(
  tenant: Tenant,
  application: Application,
): Readonly<Record<string, unknown>> {
  return {
    id: application.id,
    deletedDateTime: null,
    accountEnabled: application.accountEnabled,
    alternativeNames: [],
    appDescription: application.description,
    appDisplayName: application.displayName,
    appId: application.appId,
    appOwnerOrganizationId: tenant.world.settings.tenantId,
    appRoleAssignmentRequired: application.appRoleAssignmentRequired,
    appRoles: application.appRoles.map((role) => ({
      allowedMemberTypes: ['User'],
      description: role.displayName,
      displayName: role.displayName,
      id: role.id,
      isEnabled: true,
      value: role.value,
    })),
    description: application.description,
    displayName: application.displayName,
    homepage: application.homepage,
    loginUrl: application.loginUrl,
    logoutUrl: null,
    notes: null,
    notificationEmailAddresses: [],
    preferredSingleSignOnMode: null,
    replyUrls: application.homepage ? [application.homepage] : [],
    servicePrincipalNames: [application.appId],
    servicePrincipalType: 'Application',
    tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
  };
}

/** Service principals. */
export function applicationEntity(tenant: Tenant): Entity<Application> {
  return {
    name: 'servicePrincipal',
    show: (application) => showApplication(tenant, application),
    defaults: null,
    directory: true,
    searchable: ['displayName', 'appDisplayName', 'description'],
    expands: {
      owners: (application) => ownersOf(tenant, application.id).map(showUserObject),
      appRoleAssignedTo: (application) =>
        tenant.access.find('application', application.id).map((each) => showAccess(tenant, each)),
    },
  };
}

/** An assignment of a person or group to an application. */
export function showAccess(tenant: Tenant, access: AppAccess): Readonly<Record<string, unknown>> {
  return {
    id: access.id,
    deletedDateTime: null,
    appRoleId: access.appRoleId,
    createdDateTime: access.createdDateTime,
    principalDisplayName: principalName(tenant, access),
    principalId: access.principalId,
    principalType: access.principalType,
    resourceDisplayName: tenant.applications.get(access.applicationId)?.displayName ?? null,
    resourceId: access.applicationId,
  };
}

/** Assignments. */
export function accessEntity(tenant: Tenant): Entity<AppAccess> {
  return {
    name: 'appRoleAssignment',
    show: (access) => showAccess(tenant, access),
    defaults: null,
    directory: false,
    searchable: [],
  };
}
