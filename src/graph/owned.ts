import { z } from 'zod';
import type { ResourceRef } from '../requests/types.ts';
import { APPLICATION_TAG } from './applications.ts';
import type { GraphDeps } from './deps.ts';
import { isObjectId, pathOf } from './odata.ts';
import { readAll } from './read.ts';

const ownedShape = z.object({
  id: z.string(),
  '@odata.type': z.string().optional(),
  displayName: z.string().nullish(),
  resourceProvisioningOptions: z.array(z.string()).nullish(),
  tags: z.array(z.string()).nullish(),
});

/** Teams, groups and enterprise applications that a person owns. */
export async function ownedResources(
  deps: GraphDeps,
  personId: string,
): Promise<readonly ResourceRef[]> {
  if (!isObjectId(personId)) return [];
  const rows = await readAll(
    deps.send,
    {
      path: pathOf`/users/${personId}/ownedObjects`,
      query: { $select: 'id,displayName,resourceProvisioningOptions,tags', $top: 999 },
      limits: [{ kind: 'reads' }],
      cost: 2,
      urgent: true,
      permission: 'Directory.Read.All',
    },
    ownedShape,
  );
  return rows.flatMap((row) => {
    const kind = kindOf(row);
    return kind ? [{ id: row.id, kind, name: row.displayName ?? row.id }] : [];
  });
}

function kindOf(row: z.infer<typeof ownedShape>): ResourceRef['kind'] | null {
  const type = row['@odata.type'] ?? '';
  if (type.endsWith('.group')) {
    return row.resourceProvisioningOptions?.includes('Team') ? 'team' : 'group';
  }
  const isApplication = type.endsWith('.servicePrincipal') && row.tags?.includes(APPLICATION_TAG);
  return isApplication ? 'application' : null;
}
