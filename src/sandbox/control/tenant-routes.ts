import type { Server } from 'restify';
import { route } from '../http.ts';
import { usersOf } from '../tenant/access.ts';
import { isTeam, membersOf, ownersOf } from '../tenant/membership.ts';
import { switchesShape } from '../tenant/switches.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { User } from '../tenant/types.ts';
import type { World } from '../world.ts';
import { readForm } from './read-form.ts';

const idsOf = (users: readonly User[]) => users.map((user) => user.id);

/** A team, group or application with who owns it and who is in it. */
function resources(tenant: Tenant): object[] {
  const groups = tenant.groups.values().map((group) => ({
    id: group.id,
    kind: isTeam(tenant, group.id) ? 'team' : 'group',
    name: group.displayName,
    description: group.description,
    owners: idsOf(ownersOf(tenant, group.id)),
    members: idsOf(membersOf(tenant, group.id)),
  }));
  const applications = tenant.applications.values().map((application) => ({
    id: application.id,
    kind: 'application',
    name: application.displayName,
    description: application.description,
    owners: idsOf(ownersOf(tenant, application.id)),
    members: idsOf(usersOf(tenant, application.id)),
  }));
  return [...groups, ...applications];
}

function people(tenant: Tenant): object[] {
  return tenant.users.values().map((user) => ({
    id: user.id,
    displayName: user.displayName,
    mail: user.mail,
    userType: user.userType,
    externalUserState: user.externalUserState,
    accountEnabled: user.accountEnabled,
  }));
}

/** The tenant as it is, and its switches. */
export function serveTenant(server: Server, world: World, tenant: Tenant): void {
  server.get(
    '/_sandbox/tenant',
    route(() => ({ status: 200, body: { users: people(tenant), resources: resources(tenant) } })),
  );
  const switches = () => ({ status: 200, body: tenant.switches.read() });
  server.get('/_sandbox/switches', route(switches));
  server.post(
    '/_sandbox/switches',
    route(async (request) => {
      const change = await readForm(request, switchesShape.partial());
      world.store.write(() => tenant.switches.change(change));
      world.changes.tell('tenant');
      return switches();
    }),
  );
}
