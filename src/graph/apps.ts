import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { GraphCall } from './call.ts';
import type { GraphDeps } from './deps.ts';
import { failureOf } from './failure.ts';
import { literal, pathOf } from './odata.ts';
import { readAll } from './read.ts';

/** Brings our Teams app to people and teams. Throws `chat.blockedByPolicy`, `chat.appNotInCatalog`, `chat.notReachable`. */
export interface TeamsApps {
  installForPerson(personId: string): Promise<'installed' | 'already'>;
  installInTeam(teamId: string): Promise<'installed' | 'already'>;
}

const appShape = z.object({ id: z.string() });

/** Installs the app that our manifest describes, found in the tenant's catalogue by the manifest's id. */
export function createTeamsApps(deps: GraphDeps): TeamsApps {
  // The id in the catalogue stays the same for as long as the app is not removed from it.
  let kept: Promise<string> | null = null;
  const catalogId = () => {
    kept ??= findInCatalog(deps).catch((error: unknown) => {
      kept = null;
      throw error;
    });
    return kept;
  };
  const installAt = async (
    path: string,
    how: Pick<GraphCall, 'limits' | 'permission'>,
  ): Promise<'installed' | 'already'> => {
    try {
      await install(deps, path, await catalogId(), how);
      return 'installed';
    } catch (error) {
      if (failureOf(error)?.status === 409) return 'already';
      if (failureOf(error)?.status === 404) kept = null;
      throw named(error);
    }
  };
  return {
    installForPerson: (personId) =>
      installAt(pathOf`/users/${personId}/teamwork/installedApps`, {
        limits: [{ kind: 'appInstalls' }],
        permission: 'TeamsAppInstallation.ReadWriteSelfForUser.All',
      }),
    installInTeam: (teamId) =>
      installAt(pathOf`/teams/${teamId}/installedApps`, {
        limits: [{ kind: 'teamWrites' }],
        permission: 'TeamsAppInstallation.ReadWriteSelfForTeam.All',
      }),
  };
}

async function findInCatalog(deps: GraphDeps): Promise<string> {
  const [app] = await readAll(
    deps.send,
    {
      path: '/appCatalogs/teamsApps',
      query: { $filter: `externalId eq ${literal(deps.teamsAppId)}`, $select: 'id' },
      limits: [{ kind: 'teamReads' }],
      urgent: true,
      permission: 'AppCatalog.Read.All',
    },
    appShape,
  );
  if (!app) throw new AppError('chat.appNotInCatalog');
  return app.id;
}

async function install(
  deps: GraphDeps,
  path: string,
  catalogId: string,
  how: Pick<GraphCall, 'limits' | 'permission'>,
): Promise<void> {
  await deps.send({
    method: 'POST',
    path,
    body: {
      'teamsApp@odata.bind': `${deps.entityRoot}${pathOf`/appCatalogs/teamsApps/${catalogId}`}`,
    },
    urgent: true,
    ...how,
  });
}

/** 403 is an app permission policy of the tenant, unless Graph says that we lack a permission. */
function named(error: unknown): unknown {
  const failure = failureOf(error);
  if (!(error instanceof AppError) || !failure) return error;
  if (failure.status === 404) return new AppError('chat.notReachable', {}, { cause: failure });
  const ours =
    failure.graphCode === 'Authorization_RequestDenied' ||
    /missing role permissions|insufficient privileges/i.test(failure.message);
  if (failure.status !== 403 || ours) return error;
  return new AppError('chat.blockedByPolicy', {}, { cause: failure });
}
