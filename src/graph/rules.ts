import { z } from 'zod';
import type { InvitationRules } from '../requests/ports.ts';
import { type BatchRead, bodyOf } from './batch.ts';
import type { GraphDeps } from './deps.ts';
import { readAs } from './read.ts';

const policyRead: BatchRead = {
  path: '/policies/authorizationPolicy',
  query: { $select: 'allowInvitesFrom' },
  permission: 'Policy.Read.All',
};
const organizationRead: BatchRead = {
  path: '/organization',
  query: { $select: 'id,verifiedDomains' },
  permission: 'Organization.Read.All',
};

const policyShape = z.object({
  allowInvitesFrom: z.enum([
    'none',
    'adminsAndGuestInviters',
    'adminsGuestInvitersAndAllMembers',
    'everyone',
  ]),
});
const organizationShape = z.object({
  value: z.array(z.object({ verifiedDomains: z.array(z.object({ name: z.string() })) })),
});
const domainListShape = z.object({
  value: z.array(z.object({ definition: z.array(z.string()) })),
});
const domains = z.array(z.string().toLowerCase()).default([]);
const definitionShape = z.object({
  B2BManagementPolicy: z.object({
    InvitationsAllowedAndBlockedDomainsPolicy: z
      .object({ AllowedDomains: domains, BlockedDomains: domains })
      .default({ AllowedDomains: [], BlockedDomains: [] }),
  }),
});

/** The tenant's own word on inviting, read now. */
export async function readInvitationRules(deps: GraphDeps): Promise<InvitationRules> {
  const [[policy, organization], list] = await Promise.all([
    deps.readBatch([policyRead, organizationRead], true),
    deps.readDomainList ? readDomainList(deps) : noDomains,
  ]);
  const { allowInvitesFrom } = readAs(policyShape, policy && bodyOf(policyRead, policy));
  const tenant = readAs(organizationShape, organization && bodyOf(organizationRead, organization));
  return {
    allowInvitesFrom,
    verifiedDomains: tenant.value
      .flatMap((each) => each.verifiedDomains)
      .map((each) => each.name.toLowerCase()),
    ...list,
  };
}

type DomainList = Pick<InvitationRules, 'allowedDomains' | 'blockedDomains'>;
const noDomains: DomainList = { allowedDomains: [], blockedDomains: [] };

/** In beta only, as JSON inside a text. A tenant without the policy, or one that refuses it to us, has no list we know. */
async function readDomainList(deps: GraphDeps): Promise<DomainList> {
  const answer = await deps.send({
    version: 'beta',
    path: '/policies/b2bManagementPolicies',
    limits: [{ kind: 'reads' }],
    urgent: true,
    permission: 'Policy.Read.All',
    accepts: [403, 404],
  });
  return answer.status === 200 ? domainsOf(answer.body) : noDomains;
}

/** The lists of allowed and blocked domains in what Graph gives as `b2bManagementPolicies`. */
export function domainsOf(body: unknown): DomainList {
  const definition = readAs(domainListShape, body).value[0]?.definition[0];
  if (definition === undefined) return noDomains;
  const policy = readAs(definitionShape, parseJson(definition)).B2BManagementPolicy;
  const { AllowedDomains, BlockedDomains } = policy.InvitationsAllowedAndBlockedDomainsPolicy;
  return { allowedDomains: AllowedDomains, blockedDomains: BlockedDomains };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
