import type { Reply } from '../../http.ts';
import { guidOf } from '../../tenant/guid.ts';
import { objectsIn } from '../../tenant/invite.ts';
import { verifiedDomains } from '../../tenant/tenant.ts';
import { contextOf, type GraphCall, type Operation } from '../call.ts';
import type { Entity } from '../odata/entity.ts';
import { listReply } from '../odata/list.ts';
import { permitted } from '../permitted.ts';

/** The role of guests that keeps them from seeing more than their own objects. */
const GUEST_ROLE = '10dae51f-b6af-4016-8d66-8c2a99b929b3';

function authorizationPolicy(call: GraphCall): Reply {
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(call, 'policies/authorizationPolicy/$entity'),
      id: 'authorizationPolicy',
      displayName: 'Authorization Policy',
      description: 'Used to manage authorization related settings across the company.',
      allowInvitesFrom: call.tenant.switches.read().allowInvitesFrom,
      allowedToSignUpEmailBasedSubscriptions: true,
      allowedToUseSSPR: true,
      allowEmailVerifiedUsersToJoinOrganization: false,
      allowUserConsentForRiskyApps: null,
      blockMsolPowerShell: false,
      guestUserRoleId: GUEST_ROLE,
      defaultUserRolePermissions: {
        allowedToCreateApps: true,
        allowedToCreateSecurityGroups: true,
        allowedToCreateTenants: true,
        allowedToReadBitlockerKeysForOwnedDevice: true,
        allowedToReadOtherUsers: true,
        permissionGrantPoliciesAssigned: [],
      },
    },
  };
}

/** Which domains may be invited, as text inside the policy: beta only. */
function collaborationPolicy(call: GraphCall): Reply {
  const { allowedDomains, blockedDomains } = call.tenant.switches.read();
  const definition = {
    B2BManagementPolicy: {
      InvitationsAllowedAndBlockedDomainsPolicy: {
        AllowedDomains: allowedDomains,
        BlockedDomains: blockedDomains,
      },
    },
  };
  const policy = {
    id: guidOf('policy/b2b'),
    deletedDateTime: null,
    displayName: 'B2BManagementPolicy',
    definition: [JSON.stringify(definition)],
    isOrganizationDefault: true,
  };
  const context = contextOf(call, 'policies/b2bManagementPolicies');
  return { status: 200, body: { '@odata.context': context, value: [policy] } };
}

type Domain = (typeof verifiedDomains)[number];

const domainEntity: Entity<Domain> = {
  name: 'domain',
  show: (domain) => ({
    id: domain,
    authenticationType: 'Managed',
    availabilityStatus: null,
    isAdminManaged: true,
    isDefault: domain === verifiedDomains[0],
    isInitial: domain === verifiedDomains[1],
    isRoot: true,
    isVerified: true,
    supportedServices: ['Email', 'OfficeCommunicationsOnline'],
    state: null,
  }),
  defaults: null,
  directory: false,
  searchable: [],
};

/** How many objects a verified tenant may hold where nobody has said otherwise. */
const USUAL_QUOTA = 300_000;

function sizeOf({ tenant }: GraphCall): { readonly used: number; readonly total: number } {
  const total = tenant.switches.read().objectQuota ?? USUAL_QUOTA;
  return { used: objectsIn(tenant), total };
}

function organizationEntity(call: GraphCall): Entity<string> {
  return {
    name: 'organization',
    show: (id) => ({
      id,
      deletedDateTime: null,
      businessPhones: [],
      city: null,
      country: null,
      countryLetterCode: 'US',
      createdDateTime: call.tenant.users.values()[0]?.createdDateTime ?? null,
      defaultUsageLocation: 'US',
      displayName: 'WoodGrove',
      onPremisesSyncEnabled: true,
      preferredLanguage: 'en',
      ...(call.version === 'beta' ? { directorySizeQuota: sizeOf(call) } : {}),
      technicalNotificationMails: [],
      tenantType: 'AAD',
      verifiedDomains: verifiedDomains.map((name) => ({
        capabilities: 'Email, OfficeCommunicationsOnline',
        isDefault: name === verifiedDomains[0],
        isInitial: name === verifiedDomains[1],
        name,
        type: 'Managed',
      })),
    }),
    defaults: null,
    directory: false,
    searchable: [],
  };
}

/** Whether guests are welcome in groups, as long as a group's own policy does not say otherwise. */
function tenantSettings(call: GraphCall): Reply {
  const { allowGuestsToAccessGroups, allowToAddGuests } = call.tenant.switches.read();
  const setting = {
    id: guidOf('setting/Group.Unified'),
    displayName: 'Group.Unified',
    templateId: '62375ab9-6b52-47ed-826b-58e47e0e304b',
    values: [
      { name: 'AllowGuestsToAccessGroups', value: String(allowGuestsToAccessGroups) },
      { name: 'AllowToAddGuests', value: String(allowToAddGuests) },
    ],
  };
  const context = contextOf(call, 'groupSettings');
  return { status: 200, body: { '@odata.context': context, value: [setting] } };
}

const plan = { capabilityStatus: 'Enabled', appliesTo: 'User', consumedUnits: 8 };

const skuEntity: Entity<{ readonly part: string; readonly seats: number }> = {
  name: 'subscribedSku',
  show: ({ part, seats }) => ({
    id: guidOf(`sku/${part}/subscription`),
    skuId: guidOf(`sku/${part}`),
    skuPartNumber: part,
    accountName: 'woodgrove',
    ...plan,
    prepaidUnits: { enabled: seats, suspended: 0, warning: 0, lockedOut: 0 },
    servicePlans: [],
  }),
  defaults: null,
  directory: false,
  searchable: [],
};

const skus = [
  { part: 'AAD_PREMIUM', seats: 25 },
  { part: 'SPE_E3', seats: 25 },
];

const get = (
  template: string,
  permissions: readonly string[],
  run: Operation['run'],
): Operation => ({ method: 'GET', template, permissions, run });

/** What is true of the whole company: policies, domains, settings, licences. */
export const companyOperations: readonly Operation[] = [
  get('/policies/authorizationPolicy', permitted.readPolicies, authorizationPolicy),
  {
    ...get('/policies/b2bManagementPolicies', permitted.readPolicies, collaborationPolicy),
    version: 'beta',
  },
  get('/domains', permitted.readDomains, (call) =>
    listReply(call, { entity: domainEntity, rows: verifiedDomains, context: 'domains' }),
  ),
  get('/organization', permitted.readOrganization, (call) => {
    const rows = [call.world.settings.tenantId];
    return listReply(call, { entity: organizationEntity(call), rows, context: 'organization' });
  }),
  get('/groupSettings', permitted.readGroupSettings, tenantSettings),
  get('/subscribedSkus', permitted.readOrganization, (call) =>
    listReply(call, { entity: skuEntity, rows: skus, context: 'subscribedSkus' }),
  ),
];
