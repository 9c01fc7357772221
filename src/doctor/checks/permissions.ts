import type { Config } from '../../config.ts';
import { type Permission, permissions } from '../../graph/permissions.ts';
import { type Finding, ok, problem, warning } from '../finding.ts';
import type { Patient } from '../patient.ts';

const table: readonly Permission[] = permissions;

/** Each permission of the table, granted or not, and each that was granted beside them: as the token tells. */
export function checkPermissions({ config, roles }: Patient): readonly Finding[] {
  const known = table.map(({ name }) => name);
  return [
    ...table.flatMap((permission) => findingOf(permission, roles, config) ?? []),
    ...roles
      .filter((role) => !known.includes(role))
      .map((role) =>
        warning(`permission.${role}`, {
          code: 'doctor.permissionTooMany',
          params: { permission: role },
        }),
      ),
  ];
}

/** Null: the token does not tell, as with what Exchange gives. */
function findingOf(
  permission: Permission,
  roles: readonly string[],
  config: Config,
): Finding | null {
  const { name: asked, givenIn, needed, coveredBy } = permission;
  const name = `permission.${asked}`;
  const params = { permission: asked };
  const isGranted = roles.includes(asked);
  if (givenIn === 'exchange') {
    return isGranted ? warning(name, { code: 'doctor.mailInEntra', params }) : null;
  }
  if (needed === 'always') {
    if (isGranted) return ok(name, 'permission', params);
    if (coveredBy !== undefined && roles.includes(coveredBy)) {
      return ok(name, 'permissionCovered', { ...params, by: coveredBy });
    }
    return problem(name, { code: 'doctor.permissionMissing', params });
  }
  if (needed === 'optional') return ok(name, isGranted ? 'permission' : 'permissionLeft', params);
  const isWanted = config.directAppRoles;
  if (isWanted === isGranted) return ok(name, isGranted ? 'permission' : 'permissionOff', params);
  const code = isWanted ? 'doctor.permissionMissing' : 'doctor.permissionUnused';
  return (isWanted ? problem : warning)(name, { code, params });
}
