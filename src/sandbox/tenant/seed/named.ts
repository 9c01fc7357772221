import { z } from 'zod';
import { guidOf } from '../guid.ts';
import { directoryRoles } from '../roles.ts';
import type { Tenant } from '../tenant.ts';
import { addApplication, addGroup, addTeam } from './new-resources.ts';
import { newMember } from './new-user.ts';
import { catalogAppId } from './woodgrove.ts';

const people = z.array(
  z.strictObject({
    name: z.string().min(1),
    key: z.string().min(1).optional(),
    mail: z.email().optional(),
    manager: z.string().optional(),
    enabled: z.boolean().default(true),
    /** Whether the app is installed for him. */
    app: z.boolean().default(true),
    roles: z
      .array(z.enum(['globalAdministrator', 'userAdministrator', 'guestInviter']))
      .default([]),
  }),
);
const owned = {
  name: z.string().min(1),
  description: z.string().optional(),
  owners: z.array(z.string()).default([]),
};
const members = { members: z.array(z.string()).default([]) };

/** People and resources by name; owners, members and managers by key, id or address. */
export const namedSeed = z.strictObject({
  people: people.default([]),
  teams: z
    .array(z.strictObject({ ...owned, ...members, archived: z.boolean().default(false) }))
    .default([]),
  groups: z
    .array(
      z.strictObject({
        ...owned,
        ...members,
        kind: z.enum(['unified', 'security']).default('unified'),
      }),
    )
    .default([]),
  applications: z
    .array(z.strictObject({ ...owned, assignedGroup: z.boolean().default(true) }))
    .default([]),
});

export type NamedSeed = z.infer<typeof namedSeed>;

/** A seed that cannot be sown. The message says why. */
export class SeedRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SeedRefusal';
  }
}

function idOf(tenant: Tenant, name: string): string {
  const user =
    tenant.users.find('key', name)[0] ??
    tenant.users.get(name.toLowerCase()) ??
    tenant.users.find('address', name.toLowerCase())[0];
  if (!user) throw new SeedRefusal(`WoodGrove knows nobody called ${name}.`);
  return user.id;
}

/** A key that nobody has: the first name, then the whole one, then numbers. */
function freeKey(tenant: Tenant, name: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9 ]/g, '')
    .split(' ')
    .filter(Boolean);
  const wishes = [words[0] ?? 'person', words.join('.')];
  for (let number = 2; ; number += 1) {
    const wish = wishes.shift() ?? `${words.join('.')}${number}`;
    if (tenant.users.find('key', wish).length === 0) return wish;
  }
}

function addPerson(tenant: Tenant, wish: NamedSeed['people'][number]) {
  const key = wish.key ?? freeKey(tenant, wish.name);
  const user = newMember(tenant, {
    seed: `named/${key}`,
    key,
    displayName: wish.name,
    mail: wish.mail ?? `${key}@woodgrove.com`,
    accountEnabled: wish.enabled,
    managerId: wish.manager === undefined ? null : idOf(tenant, wish.manager),
  });
  tenant.users.put(user.id, user);
  for (const name of wish.roles) {
    const roleId = directoryRoles[name].id;
    const id = guidOf(`role/${user.id}/${roleId}`);
    tenant.roles.put(id, { id, userId: user.id, roleId, state: 'active' });
  }
  if (wish.app) {
    const id = guidOf(`installation/${user.id}`);
    tenant.installations.put(id, { id, appId: catalogAppId, scope: 'user', scopeId: user.id });
  }
  return { key, id: user.id, name: user.displayName, mail: user.mail };
}

/** Adds named people and resources, all or nothing; gives their ids. Throws SeedRefusal. */
export function seedNamed(tenant: Tenant, seed: NamedSeed) {
  const ids = (names: readonly string[]) => names.map((name) => idOf(tenant, name));
  // Names may be shared, so the seed of a new id counts the resources there are.
  const seedOf = (name: string) => `named/${name}/${tenant.groups.size + tenant.applications.size}`;
  const brief = ({ id, displayName }: { id: string; displayName: string }) => ({
    id,
    name: displayName,
  });
  for (const person of seed.people) {
    if (person.key && tenant.users.find('key', person.key).length > 0)
      throw new SeedRefusal(`The key ${person.key} is taken.`);
  }
  return tenant.world.store.write(() => ({
    people: seed.people.map((wish) => addPerson(tenant, wish)),
    teams: seed.teams.map((wish) =>
      brief(
        addTeam(tenant, {
          seed: seedOf(wish.name),
          displayName: wish.name,
          description: wish.description ?? null,
          owners: ids(wish.owners),
          members: ids(wish.members),
          archived: wish.archived,
        }),
      ),
    ),
    groups: seed.groups.map((wish) =>
      brief(
        addGroup(tenant, {
          seed: seedOf(wish.name),
          displayName: wish.name,
          description: wish.description ?? null,
          kind: wish.kind,
          owners: ids(wish.owners),
          members: ids(wish.members),
        }),
      ),
    ),
    applications: seed.applications.map((wish) =>
      brief(
        addApplication(tenant, {
          seed: seedOf(wish.name),
          displayName: wish.name,
          description: wish.description ?? null,
          owners: ids(wish.owners),
          assignedGroup: wish.assignedGroup,
        }),
      ),
    ),
  }));
}
