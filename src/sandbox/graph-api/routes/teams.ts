import type { Reply } from '../../http.ts';
import { contextOf, type GraphCall, type Operation, param } from '../call.ts';
import { showGeneral, type TeamGroup, teamEntity } from '../entities/team.ts';
import { listReply, oneReply } from '../odata/list.ts';
import { permitted } from '../permitted.ts';
import { teamAt } from '../team-at.ts';

function listTeams(call: GraphCall): Reply {
  const rows: TeamGroup[] = [];
  for (const team of call.tenant.teams.values()) {
    const group = call.tenant.groups.get(team.id);
    if (group) rows.push({ team, group });
  }
  return listReply(call, { entity: teamEntity(call.tenant), rows, context: 'teams' });
}

function getTeam(call: GraphCall): Reply {
  return oneReply(call, teamEntity(call.tenant), teamAt(call, param(call, 'id')), 'teams');
}

function listChannels(call: GraphCall): Reply {
  const found = teamAt(call, param(call, 'id'));
  const entity = {
    name: 'channel',
    show: (each: TeamGroup) => showGeneral(call.tenant, each),
    defaults: null,
    directory: false,
    searchable: [],
  };
  return listReply(call, { entity, rows: [found], context: `teams('${found.team.id}')/channels` });
}

function primaryChannel(call: GraphCall): Reply {
  const found = teamAt(call, param(call, 'id'));
  const context = contextOf(call, `teams('${found.team.id}')/channels/$entity`);
  return { status: 200, body: { '@odata.context': context, ...showGeneral(call.tenant, found) } };
}

const get = (
  template: string,
  run: Operation['run'],
  permissions: readonly string[],
): Operation => ({
  method: 'GET',
  template,
  permissions,
  run,
});

/** Teams and their channels: reading. */
export const teamOperations: readonly Operation[] = [
  get('/teams', listTeams, permitted.readTeams),
  get('/teams/{id}', getTeam, permitted.readTeams),
  get('/groups/{id}/team', getTeam, permitted.readTeams),
  get('/teams/{id}/channels', listChannels, permitted.readChannels),
  get('/teams/{id}/allChannels', listChannels, permitted.readChannels),
  get('/teams/{id}/primaryChannel', primaryChannel, permitted.readChannels),
];
