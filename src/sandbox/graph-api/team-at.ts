import type { GraphCall } from './call.ts';
import type { TeamGroup } from './entities/team.ts';
import { GraphError } from './graph-error.ts';

/** The team a path names. Throws 404, also for a group that is no team. */
export function teamAt(call: GraphCall, id: string): TeamGroup {
  const team = call.tenant.teams.get(id.toLowerCase());
  const group = call.tenant.groups.get(id.toLowerCase());
  if (team && group) return { team, group };
  throw new GraphError(404, 'NotFound', `No team found with Group Id ${id}`);
}
