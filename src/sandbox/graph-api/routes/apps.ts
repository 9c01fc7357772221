import { z } from 'zod';
import type { Reply } from '../../http.ts';
import { installApp } from '../../tenant/install-app.ts';
import type { CatalogApp, Installation } from '../../tenant/types.ts';
import { type GraphCall, noContent, type Operation, param } from '../call.ts';
import { installationEntity, showCatalogApp, showDefinitionOf } from '../entities/team.ts';
import { GraphError } from '../graph-error.ts';
import { listReply, oneReply } from '../odata/list.ts';
import { permitted } from '../permitted.ts';
import { readBody } from '../read-body.ts';
import { idInAddress, userAt } from '../references.ts';
import { teamAt } from '../team-at.ts';

const binding = z.object({ 'teamsApp@odata.bind': z.string() });

/** The app a body names, by its catalogue id: the manifest's id is not one. */
function appIn(call: GraphCall): CatalogApp {
  const { set, id } = idInAddress(
    readBody(binding, call.body)['teamsApp@odata.bind'].replace('/appCatalogs', ''),
  );
  const app = set === 'teamsApps' ? call.tenant.catalog.get(id.toLowerCase()) : undefined;
  if (!app)
    throw new GraphError(404, 'NotFound', `App with id '${id}' does not exist in the catalog.`);
  return app;
}

function put(call: GraphCall, scope: Installation['scope'], scopeId: string): Reply {
  const installation = installApp(call.tenant, appIn(call), scope, scopeId);
  if (!installation) {
    throw new GraphError(409, 'Conflict', 'The app is already installed in the specified scope.');
  }
  const { origin } = call.world.settings;
  return {
    status: 201,
    headers: { Location: `${origin}/${call.version}${call.path}/${installation.id}` },
  };
}

function installForUser(call: GraphCall): Reply {
  const user = userAt(call, param(call, 'id'));
  const { appRefusedFor, guestsRefuseApps } = call.tenant.switches.read();
  const refusedGuest =
    user.userType === 'Guest' && (guestsRefuseApps || user.externalUserState !== 'Accepted');
  if (appRefusedFor.includes(user.id) || refusedGuest || !user.accountEnabled) {
    throw new GraphError(
      403,
      'Forbidden',
      'The app is blocked by the app permission policy for the user.',
    );
  }
  return put(call, 'user', user.id);
}

function installInTeam(call: GraphCall): Reply {
  const { team } = teamAt(call, param(call, 'id'));
  if (team.isArchived) {
    throw new GraphError(403, 'Forbidden', 'The team is archived and cannot be changed.');
  }
  return put(call, 'team', team.id);
}

function listInstalled(call: GraphCall, scopeId: string): Reply {
  return listReply(call, {
    entity: installationEntity(call.tenant),
    rows: call.tenant.installations.find('scope', scopeId),
    context: 'teamsAppInstallations',
  });
}

function installedAt(call: GraphCall, scopeId: string): Installation {
  const installation = call.tenant.installations.get(param(call, 'installation'));
  if (installation?.scopeId === scopeId) return installation;
  throw new GraphError(404, 'NotFound', 'The app installation was not found.');
}

function uninstall(call: GraphCall, scopeId: string): Reply {
  const installation = installedAt(call, scopeId);
  call.world.store.write(() => call.tenant.installations.delete(installation.id));
  call.tenant.events.emit('uninstalled', installation);
  call.world.changes.tell('people');
  return noContent;
}

function listCatalog(call: GraphCall): Reply {
  const entity = {
    name: 'teamsApp',
    show: showCatalogApp,
    defaults: null,
    directory: false,
    searchable: [],
    expands: { appDefinitions: (app: CatalogApp) => [showDefinitionOf(call.tenant, app)] },
  };
  const rows = call.tenant.catalog.values();
  return listReply(call, { entity, rows, context: 'appCatalogs/teamsApps' });
}

const userScope = (call: GraphCall) => userAt(call, param(call, 'id')).id;
const teamScope = (call: GraphCall) => teamAt(call, param(call, 'id')).team.id;
const one = (scope: (call: GraphCall) => string) => (call: GraphCall) =>
  oneReply(
    call,
    installationEntity(call.tenant),
    installedAt(call, scope(call)),
    'teamsAppInstallations',
  );

const USER_APPS = '/users/{id}/teamwork/installedApps';
const TEAM_APPS = '/teams/{id}/installedApps';

/** The catalogue, and the app at people and in teams. */
export const appOperations: readonly Operation[] = [
  {
    method: 'GET',
    template: '/appCatalogs/teamsApps',
    permissions: permitted.readCatalog,
    run: listCatalog,
  },
  {
    method: 'GET',
    template: USER_APPS,
    permissions: permitted.readUserApps,
    run: (call) => listInstalled(call, userScope(call)),
  },
  {
    method: 'POST',
    template: USER_APPS,
    permissions: permitted.installForUser,
    run: installForUser,
  },
  {
    method: 'GET',
    template: `${USER_APPS}/{installation}`,
    permissions: permitted.readUserApps,
    run: one(userScope),
  },
  {
    method: 'DELETE',
    template: `${USER_APPS}/{installation}`,
    permissions: permitted.installForUser,
    run: (call) => uninstall(call, userScope(call)),
  },
  {
    method: 'GET',
    template: TEAM_APPS,
    permissions: permitted.readTeamApps,
    run: (call) => listInstalled(call, teamScope(call)),
  },
  {
    method: 'POST',
    template: TEAM_APPS,
    permissions: permitted.installInTeam,
    run: installInTeam,
  },
  {
    method: 'GET',
    template: `${TEAM_APPS}/{installation}`,
    permissions: permitted.readTeamApps,
    run: one(teamScope),
  },
  {
    method: 'DELETE',
    template: `${TEAM_APPS}/{installation}`,
    permissions: permitted.installInTeam,
    run: (call) => uninstall(call, teamScope(call)),
  },
];
