import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { ResourceRef } from '../requests/types.ts';
import type { GraphDeps } from './deps.ts';
import { pathOf } from './odata.ts';
import { readOne } from './read.ts';

const webUrlShape = z.object({ webUrl: z.string().nullish() });
const applicationShape = z.object({
  homepage: z.string().nullish(),
  loginUrl: z.string().nullish(),
});

/** Where a guest lands after *Get started*: what he was invited to, else My Apps of this tenant. */
export async function landingUrl(deps: GraphDeps, resource: ResourceRef | null): Promise<string> {
  const found = resource && (await pageOf(deps, resource));
  if (found && isWebAddress(found)) return found;
  return `https://myapplications.microsoft.com/?tenantid=${deps.tenantId}`;
}

async function pageOf(deps: GraphDeps, { id, kind }: ResourceRef): Promise<string | null> {
  if (kind === 'team') return teamLink(deps, id);
  if (kind === 'group') return groupSite(deps, id);
  const row = await readOne(
    deps.send,
    {
      path: pathOf`/servicePrincipals/${id}`,
      query: { $select: 'id,homepage,loginUrl' },
      limits: [{ kind: 'reads' }],
      urgent: false,
      permission: 'Application.Read.All',
    },
    applicationShape,
  );
  return row?.homepage || row?.loginUrl || null;
}

/** The team's deep link. It must name the tenant: the guest's Teams opens in his own one. */
async function teamLink(deps: GraphDeps, id: string): Promise<string | null> {
  const row = await readOne(
    deps.send,
    {
      path: pathOf`/teams/${id}`,
      query: { $select: 'id,webUrl' },
      limits: [{ kind: 'teamReads' }],
      urgent: false,
      permission: 'Team.ReadBasic.All',
    },
    webUrlShape,
  );
  if (!row?.webUrl || !isWebAddress(row.webUrl)) return null;
  const link = new URL(row.webUrl);
  const given = new Set([...link.searchParams.keys()].map((name) => name.toLowerCase()));
  if (!given.has('groupid')) link.searchParams.set('groupId', id);
  if (!given.has('tenantid')) link.searchParams.set('tenantId', deps.tenantId);
  return link.href;
}

/** The SharePoint site of a Microsoft 365 group. A security group has none. */
async function groupSite(deps: GraphDeps, id: string): Promise<string | null> {
  try {
    const row = await readOne(
      deps.send,
      {
        path: `${pathOf`/groups/${id}/sites`}/root`,
        query: { $select: 'id,webUrl' },
        limits: [{ kind: 'reads' }],
        urgent: false,
        permission: 'Sites.Read.All',
      },
      webUrlShape,
    );
    return row?.webUrl ?? null;
  } catch (error) {
    // A landing page is not worth an invitation: without the permission he lands on My Apps.
    if (error instanceof AppError && error.code.startsWith('graph.')) return null;
    throw error;
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
