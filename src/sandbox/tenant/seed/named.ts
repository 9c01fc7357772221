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

function known(tenant: Tenant, name: string): string | null {
  const user =
    tenant.users.find('key', name)[0] ??
    tenant.users.get(name.toLowerCase()) ??
    tenant.users.find('address', name.toLowerCase())[0];
  return user?.id ?? null;
}

function idOf(tenant: Tenant, name: string): string {
  const id = known(tenant, name);
  if (id === null) throw new SeedRefusal(`WoodGrove knows nobody called ${name}.`);
  return id;
}

/** A key that nobody has: the first name, then the whole one, then numbers. */
function freeKey(name: string, isTaken: (key: string) => boolean): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9 ]/g, '')
    .split(' ')
    .filter(Boolean);
  const whole = words.join('.') || 'person';
  let key = words[0] ?? whole;
  for (let number = 1; isTaken(key); number += 1) key = number === 1 ? whole : `${whole}${number}`;
  return key;
}

type Person = NamedSeed['people'][number] & { readonly key: string; readonly mail: string };

/** The people of a seed with their keys and addresses. Throws for a key or address that is taken. */
function plan(tenant: Tenant, people: NamedSeed['people']): Person[] {
  const names = new Set<string>();
  const isTaken = (name: string) => names.has(name) || known(tenant, name) !== null;
  return people.map((wish) => {
    const key = wish.key ?? freeKey(wish.name, isTaken);
    const mail = (wish.mail ?? `${key}@woodgrove.com`).toLowerCase();
    for (const name of [key, mail]) {
      if (isTaken(name)) throw new SeedRefusal(`${name} is taken.`);
      names.add(name);
    }
    return { ...wish, key, mail };
  });
}

/** Refuses whoever is named and neither there nor among those to come. Managers have to come first. */
function checkNames(tenant: Tenant, seed: NamedSeed, people: readonly Person[]): void {
  const there = new Set<string>();
  const check = (name: string) => {
    if (!there.has(name.toLowerCase()) && !there.has(name)) idOf(tenant, name);
  };
  for (const { key, mail, manager } of people) {
    if (manager !== undefined) check(manager);
    there.add(key).add(mail);
  }
  for (const { owners, members } of [...seed.teams, ...seed.groups]) {
    for (const name of [...owners, ...members]) check(name);
  }
  for (const { owners } of seed.applications) owners.forEach(check);
}

function addPerson(tenant: Tenant, wish: Person) {
  const user = newMember(tenant, {
    seed: `named/${wish.key}`,
    key: wish.key,
    displayName: wish.name,
    mail: wish.mail,
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
  return { key: wish.key, id: user.id, name: user.displayName, mail: user.mail };
}

type Owned = { name: string; description?: string; owners: string[]; members?: string[] };

/** What every kind of resource has; names may be shared, so the seed of an id counts the resources there are. */
function ownedOf(tenant: Tenant, wish: Owned) {
  const ids = (names: readonly string[]) => names.map((name) => idOf(tenant, name));
  return {
    seed: `named/${wish.name}/${tenant.groups.size + tenant.applications.size}`,
    displayName: wish.name,
    description: wish.description ?? null,
    owners: ids(wish.owners),
    members: ids(wish.members ?? []),
  };
}

function brief({ id, displayName }: { id: string; displayName: string }) {
  return { id, name: displayName };
}

/** Adds named people and resources, all or nothing; gives their ids. Throws SeedRefusal. */
export function seedNamed(tenant: Tenant, seed: NamedSeed) {
  const people = plan(tenant, seed.people);
  checkNames(tenant, seed, people);
  return tenant.world.store.write(() => ({
    people: people.map((wish) => addPerson(tenant, wish)),
    teams: seed.teams.map((wish) =>
      brief(addTeam(tenant, { ...ownedOf(tenant, wish), archived: wish.archived })),
    ),
    groups: seed.groups.map((wish) =>
      brief(addGroup(tenant, { ...ownedOf(tenant, wish), kind: wish.kind })),
    ),
    applications: seed.applications.map((wish) =>
      brief(
        addApplication(tenant, { ...ownedOf(tenant, wish), assignedGroup: wish.assignedGroup }),
      ),
    ),
  }));
}
