import type { Server } from 'restify';
import { route, target } from '../../http.ts';
import type { Room } from '../room.ts';
import { deleteActivity, sendActivity, updateActivity } from './activities.ts';
import { connectorRoute } from './connector-route.ts';
import { createConversation } from './create-conversation.ts';
import { connectorRefusal } from './errors.ts';
import { member, members, pagedMembers, teamConversations, teamDetails } from './roster.ts';

/** The Bot Connector's REST side, as far as a bot in Teams uses it. */
export function serveConnector(server: Server, room: Room): void {
  const conversation = '/v3/conversations/:conversation';
  server.post('/v3/conversations', connectorRoute(room, createConversation));
  server.post(`${conversation}/activities`, connectorRoute(room, sendActivity));
  server.post(`${conversation}/activities/:activity`, connectorRoute(room, sendActivity));
  server.put(`${conversation}/activities/:activity`, connectorRoute(room, updateActivity));
  server.del(`${conversation}/activities/:activity`, connectorRoute(room, deleteActivity));
  server.get(`${conversation}/members`, connectorRoute(room, members));
  server.get(`${conversation}/members/:member`, connectorRoute(room, member));
  server.get(`${conversation}/pagedmembers`, connectorRoute(room, pagedMembers));
  server.get('/v3/teams/:team', connectorRoute(room, teamDetails));
  server.get('/v3/teams/:team/conversations', connectorRoute(room, teamConversations));

  const unknown = route((request) => {
    throw connectorRefusal('NotImplemented', `${request.method} ${target(request).path}`);
  });
  for (const method of ['get', 'post', 'put', 'patch', 'del'] as const) {
    server[method]('/v3/*', unknown);
  }
}
