import { randomUUID } from 'node:crypto';
import { guidOf } from '../guid.ts';
import type { Tenant } from '../tenant.ts';
import { GUEST_OWNER, seedGuests } from './guests.ts';
import { person, seedPeople } from './people.ts';
import { seedResources } from './resources.ts';

/** The team whose channel is the one on the page. */
export const mainTeamId = guidOf('group/Project X');

/** The catalogue id of Guestlist's app: not the id in its manifest. */
export const catalogAppId = guidOf('catalog/guestlist');

function seedApp(tenant: Tenant): void {
  const appId = catalogAppId;
  tenant.catalog.put(appId, {
    id: appId,
    externalId: tenant.world.settings.teamsAppId,
    displayName: 'Guestlist',
    version: '1.0.0',
  });
  const install = (scope: 'user' | 'team', scopeId: string) => {
    const id = guidOf(`installation/${scopeId}`);
    tenant.installations.put(id, { id, appId, scope, scopeId });
  };
  for (const id of [person.john, person.megan, person.adele, person.ada]) install('user', id);
  install('team', mainTeamId);
}

/** Fills an empty tenant; each filling has its own epoch, by which the bot notices a reset. Inside a `store.write`. */
function seed(tenant: Tenant): void {
  tenant.world.store.table<string>('epoch').put('epoch', randomUUID());
  seedPeople(tenant);
  seedGuests(tenant);
  seedResources(tenant, GUEST_OWNER);
  seedApp(tenant);
}

/** Which WoodGrove this is: another after each reset. */
export function epochOf(tenant: Tenant): string {
  return tenant.world.store.table<string>('epoch').get('epoch') ?? '';
}

/** Fills the tenant where that has not happened yet. */
export function ensureSeeded(tenant: Tenant): void {
  if (epochOf(tenant) === '') tenant.world.store.write(() => seed(tenant));
}

/** Puts WoodGrove back to its start. The signing keys stay: the bot holds their public halves. */
export function resetWoodgrove(tenant: Tenant): void {
  const { store, conditions } = tenant.world;
  store.write(() => {
    const keys = store.table<unknown>('keys').entries();
    store.clear();
    for (const [id, pair] of keys) store.table<unknown>('keys').put(id, pair);
    tenant.reload();
    seed(tenant);
  });
  conditions.reset();
  tenant.events.emit('reset');
}
