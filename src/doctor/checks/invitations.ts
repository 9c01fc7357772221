import { z } from 'zod';
import { domainsOf } from '../../graph/rules.ts';
import { type Finding, lookAt, ok, problem, unchecked, warning } from '../finding.ts';
import { bodyOf, type Patient } from '../patient.ts';

const policy = z.object({ allowInvitesFrom: z.string() });

/** What the tenant says of inviting: who may, and whom. */
export async function checkInvitations(patient: Patient): Promise<readonly Finding[]> {
  const found = await Promise.all([
    lookAt('invitations.from', () => checkFrom(patient)),
    lookAt('invitations.domains', () => checkDomains(patient)),
  ]);
  return found.flat();
}

async function checkFrom({ read }: Patient): Promise<Finding> {
  const answer = await read('/policies/authorizationPolicy?$select=allowInvitesFrom');
  const { allowInvitesFrom } = bodyOf(answer, policy, 'Policy.Read.All');
  const name = 'invitations.from';
  if (allowInvitesFrom === 'none') {
    return problem(name, { code: 'doctor.invitesNobody', params: {} });
  }
  if (allowInvitesFrom === 'adminsAndGuestInviters') {
    return warning(name, { code: 'doctor.invitesFew', params: {} });
  }
  return ok(name, 'invitesFrom', { value: allowInvitesFrom });
}

async function checkDomains({ read, config }: Patient): Promise<Finding> {
  const name = 'invitations.domains';
  const answer = await read('/policies/b2bManagementPolicies', 'beta');
  if (answer.status >= 400) {
    const params = { status: answer.status };
    return (config.readDomainList ? warning : unchecked)(name, {
      code: 'doctor.domainsUnreadable',
      params,
    });
  }
  const { allowedDomains, blockedDomains } = domainsOf(answer.body);
  if (allowedDomains.length > 0) {
    const params = { count: allowedDomains.length };
    return warning(name, { code: 'doctor.domainsOnly', params });
  }
  return blockedDomains.length === 0
    ? ok(name, 'domainsAll')
    : ok(name, config.readDomainList ? 'domainsTold' : 'domainsLate', {
        count: blockedDomains.length,
      });
}
