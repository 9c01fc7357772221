import { guidOf } from '../guid.ts';
import type { Tenant } from '../tenant.ts';
import { addTeam } from './new-resources.ts';
import { newGuest, newMember } from './new-user.ts';

/** How many are asked for. */
export interface Crowd {
  readonly users?: number;
  readonly guests?: number;
  readonly teams?: number;
}

const padded = (number: number) => String(number).padStart(6, '0');

/** How many of a kind have been seeded before; the next ones are numbered on from there. */
function counter(tenant: Tenant, kind: keyof Crowd) {
  const table = tenant.world.store.table<number>('crowd');
  return {
    first: (table.get(kind) ?? 0) + 1,
    keep: (last: number) => table.put(kind, last),
  };
}

/** Calls `add` for each new number of a kind; gives what it gave. */
function number<T>(tenant: Tenant, kind: keyof Crowd, wanted: number, add: (n: string) => T): T[] {
  const { first, keep } = counter(tenant, kind);
  const added = Array.from({ length: wanted }, (_, index) => add(padded(first + index)));
  keep(first + wanted - 1);
  return added;
}

function addPerson(tenant: Tenant, n: string): string {
  const mail = `person${n}@woodgrove.com`;
  const user = newMember(tenant, { seed: `crowd/${n}`, displayName: `Person ${n}`, mail });
  tenant.users.put(user.id, user);
  return user.id;
}

function addGuest(tenant: Tenant, n: string): string {
  const address = `guest${n}@adatum.com`;
  const id = guidOf(`crowd/${address}`);
  const guest = newGuest(tenant, { id, address, displayName: `Guest ${n}`, state: 'Accepted' });
  tenant.users.put(id, guest);
  return id;
}

/** Fills the tenant with a crowd. Teams are owned by the crowd's users in turn, or by Megan where there is none. */
export function seedCrowd(
  tenant: Tenant,
  wish: Crowd,
): { users: number; guests: number; teams: number } {
  const { users = 0, guests = 0, teams = 0 } = wish;
  return tenant.world.store.write(() => {
    const people = number(tenant, 'users', users, (n) => addPerson(tenant, n));
    number(tenant, 'guests', guests, (n) => addGuest(tenant, n));
    const owners = people.length > 0 ? people : [guidOf('user/megan')];
    let next = 0;
    number(tenant, 'teams', teams, (n) => {
      const owner = owners[next % owners.length] ?? '';
      next += 1;
      const displayName = `Team ${n}`;
      return addTeam(tenant, { seed: `crowd/${displayName}`, displayName, owners: [owner] });
    });
    return { users, guests, teams };
  });
}
