import { z } from 'zod';
import type { Reply } from '../../http.ts';
import { contextOf, type GraphCall, isVisible, type Operation, param } from '../call.ts';
import type { DirectoryObject } from '../directory-objects.ts';
import { showApplication } from '../entities/application.ts';
import { showGroupObject } from '../entities/group.ts';
import { showUserObject } from '../entities/user.ts';
import { resourceNotFound } from '../graph-error.ts';
import { permitted } from '../permitted.ts';
import { readBody } from '../read-body.ts';

/** `getByIds` takes at most so many. */
const MOST_IDS = 1000;

const wanted = z.strictObject({
  ids: z.array(z.guid()).min(1).max(MOST_IDS),
  types: z.array(z.string()).optional(),
});

function objectOf(call: GraphCall, id: string): DirectoryObject | null {
  const { tenant } = call;
  const user = tenant.users.get(id.toLowerCase());
  if (user) return isVisible(call, user) ? showUserObject(user) : null;
  const group = tenant.groups.get(id.toLowerCase());
  if (group) return showGroupObject(tenant, group);
  const application = tenant.applications.get(id.toLowerCase());
  if (!application) return null;
  const type = '#microsoft.graph.servicePrincipal';
  return { '@odata.type': type, ...showApplication(tenant, application) };
}

function getByIds(call: GraphCall): Reply {
  const { ids, types } = readBody(wanted, call.body);
  const value = ids
    .map((id) => objectOf(call, id))
    .filter((object) => object !== null)
    .filter((object) => {
      const type = String(object['@odata.type']).replace('#microsoft.graph.', '').toLowerCase();
      return !types || types.some((each) => ['directoryobject', type].includes(each.toLowerCase()));
    });
  return { status: 200, body: { '@odata.context': contextOf(call, 'directoryObjects'), value } };
}

function getOne(call: GraphCall): Reply {
  const id = param(call, 'id');
  const object = objectOf(call, id);
  if (!object) throw resourceNotFound(id);
  const context = contextOf(call, 'directoryObjects/$entity');
  return { status: 200, body: { '@odata.context': context, ...object } };
}

/** Objects of any kind, by id. */
export const directoryObjectOperations: readonly Operation[] = [
  {
    method: 'POST',
    template: '/directoryObjects/getByIds',
    permissions: permitted.readMemberships,
    run: getByIds,
  },
  {
    method: 'GET',
    template: '/directoryObjects/{id}',
    permissions: permitted.readMemberships,
    run: getOne,
  },
];
