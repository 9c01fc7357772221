import { installationOf } from '../tenant/install-app.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { CatalogApp } from '../tenant/types.ts';
import type { Conversation } from './conversations.ts';

/** Our app in WoodGrove's catalogue, or null where an administrator took it out. */
export function ownApp(tenant: Tenant): CatalogApp | null {
  const externalId = tenant.world.settings.teamsAppId.toLowerCase();
  return tenant.catalog.find('externalId', externalId)[0] ?? null;
}

/** Whether the app is installed for this person, or in this team. */
export function isInstalled(tenant: Tenant, scopeId: string): boolean {
  const app = ownApp(tenant);
  return app !== null && installationOf(tenant, app.id, scopeId) !== undefined;
}

/** Whether the bot is on the roster of a conversation. In the group chat it always is. */
export function isBotIn(tenant: Tenant, conversation: Conversation): boolean {
  if (conversation.kind === 'personal') return isInstalled(tenant, conversation.person.id);
  if (conversation.kind === 'channel') return isInstalled(tenant, conversation.team.id);
  return true;
}
