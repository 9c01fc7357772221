import type { Tenant } from '../../tenant/tenant.ts';
import type { User } from '../../tenant/types.ts';
import type { Entity } from '../odata/entity.ts';

/** What Graph gives of a user when nobody selects. */
const DEFAULTS = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

/** Everything of a user, in Graph's words. */
function showUser(user: User): Readonly<Record<string, unknown>> {
  return {
    businessPhones: [],
    displayName: user.displayName,
    givenName: user.givenName,
    jobTitle: user.jobTitle,
    mail: user.mail,
    mobilePhone: null,
    officeLocation: user.officeLocation,
    preferredLanguage: user.preferredLanguage,
    surname: user.surname,
    userPrincipalName: user.userPrincipalName,
    id: user.id,
    accountEnabled: user.accountEnabled,
    assignedLicenses: [],
    city: null,
    companyName: user.companyName,
    country: null,
    createdDateTime: user.createdDateTime,
    creationType: user.creationType,
    deletedDateTime: user.deletedDateTime,
    department: user.department,
    employeeId: null,
    externalUserState: user.externalUserState,
    externalUserStateChangeDateTime: user.externalUserStateChangeDateTime,
    identities: user.identities,
    mailNickname: user.userPrincipalName.split('@')[0] ?? null,
    onPremisesSyncEnabled: user.onPremisesSyncEnabled,
    otherMails: user.otherMails,
    proxyAddresses: user.proxyAddresses,
    state: null,
    streetAddress: null,
    usageLocation: user.usageLocation,
    userType: user.userType,
  };
}

/** A user among other directory objects. */
export function showUserObject(user: User): Readonly<Record<string, unknown>> {
  return { '@odata.type': '#microsoft.graph.user', ...pickDefaults(user) };
}

function pickDefaults(user: User): Readonly<Record<string, unknown>> {
  const full = showUser(user);
  return Object.fromEntries(DEFAULTS.map((name) => [name, full[name]]));
}

/** Users, with what `$expand` can bring. */
export function userEntity(tenant: Tenant): Entity<User> {
  const others = (ids: readonly string[]) =>
    ids
      .map((id) => tenant.users.get(id))
      .filter((user) => user !== undefined)
      .map(showUserObject);
  return {
    name: 'user',
    show: showUser,
    defaults: DEFAULTS,
    directory: true,
    searchable: ['displayName', 'mail', 'userPrincipalName', 'givenName', 'surname', 'otherMails'],
    expands: {
      manager: (user) => others(user.managerId ? [user.managerId] : [])[0] ?? null,
      sponsors: (user) => others(user.sponsorIds),
    },
  };
}
