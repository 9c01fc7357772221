import { randomUUID } from 'node:crypto';
import type { Tenant } from './tenant.ts';
import type { CatalogApp, Installation } from './types.ts';

/** The app at a person or in a team, where it is installed. */
export function installationOf(
  tenant: Tenant,
  appId: string,
  scopeId: string,
): Installation | undefined {
  return tenant.installations.find('scope', scopeId).find((each) => each.appId === appId);
}

/** Installs an app; null where it is there already. */
export function installApp(
  tenant: Tenant,
  app: CatalogApp,
  scope: Installation['scope'],
  scopeId: string,
): Installation | null {
  if (installationOf(tenant, app.id, scopeId)) return null;
  const installation: Installation = { id: randomUUID(), appId: app.id, scope, scopeId };
  tenant.world.store.write(() => tenant.installations.put(installation.id, installation));
  tenant.events.emit('installed', installation);
  tenant.world.changes.tell('people');
  return installation;
}
