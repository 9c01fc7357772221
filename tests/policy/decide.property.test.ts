import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/policy/decide.ts';
import { mayDecide } from '../../src/policy/may-decide.ts';
import type { PolicyFacts } from '../../src/policy/types.ts';
import type { Account, AllowInvitesFrom, DirectoryRole } from '../../src/requests/ports.ts';
import { account, givenFacts, resource } from './facts.ts';

const names = ['ann', 'bo', 'cy', 'dee', 'eve'];
const anyRoles = fc.subarray<DirectoryRole>([
  'globalAdministrator',
  'userAdministrator',
  'guestInviter',
]);

/** A small company in any state: who is enabled, who a guest, who owns what, who has a role. */
const anyFacts: fc.Arbitrary<PolicyFacts> = fc
  .record({
    people: fc.tuple(
      ...names.map((name) =>
        fc
          .record({ enabled: fc.boolean(), guest: fc.boolean() })
          .map(({ enabled, guest }) =>
            account(name, { enabled, userType: guest ? 'guest' : 'member' }),
          ),
      ),
    ),
    roles: fc.tuple(...names.map(() => anyRoles)),
    owned: fc.array(fc.subarray(names), { maxLength: 3 }),
    refused: fc.array(fc.boolean(), { maxLength: 3 }),
    allowInvitesFrom: fc.constantFrom<AllowInvitesFrom>(
      'none',
      'adminsAndGuestInviters',
      'adminsGuestInvitersAndAllMembers',
      'everyone',
    ),
  })
  .map(({ people, roles, owned, refused, allowInvitesFrom }) =>
    givenFacts({
      requester: people[0],
      allowInvitesFrom,
      roles: Object.fromEntries(names.map((name, at) => [name, roles[at] ?? []])),
      resources: owned.map((owners, at) =>
        resource(
          `r${at}`,
          people.filter(({ id }) => owners.includes(id)),
          {
            refusal: refused[at] ? { code: 'resource.dynamic', params: {} } : null,
          },
        ),
      ),
    }),
  );

function person(facts: PolicyFacts, id: string): Account {
  const known = [...facts.resources.flatMap(({ owners }) => owners), ...facts.administrators];
  const found = known.find((each) => each.id === id);
  if (!found) throw new Error(`${id} is nobody the facts know`);
  return found;
}

test('whoever is asked is an enabled member, not the requester, and may decide', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const decision = decide(facts);
      if (decision.kind !== 'ask') return;
      for (const { approvers, resourceId } of decision.asked) {
        expect(approvers.length).toBeGreaterThan(0);
        for (const { id } of approvers) {
          const actor = person(facts, id);
          expect(actor).toMatchObject({ enabled: true, userType: 'member' });
          expect(id).not.toBe(facts.requester.id);
          expect(mayDecide(facts, actor)).toMatchObject({
            kind: 'yes',
            resourceIds: expect.arrayContaining([resourceId]),
          });
        }
      }
    }),
  );
});

test('nobody comes in unless the requester or an approver may invite by the rule of the tenant', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const decision = decide(facts);
      if (decision.kind === 'deny') return;
      const rule = facts.rules.allowInvitesFrom;
      expect(rule).not.toBe('none');
      if (rule !== 'adminsAndGuestInviters' || facts.requesterRoles.length > 0) return;
      expect(decision.kind).toBe('ask');
      const asked = decision.kind === 'ask' ? decision.asked : [];
      expect(asked).toHaveLength(Math.max(1, facts.resources.length));
      for (const { id } of asked.flatMap(({ approvers }) => approvers)) {
        expect(facts.ownerRoles.get(id)).not.toEqual([]);
      }
    }),
  );
});

test('an administrator stands in only where no owner can act', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const decision = decide(facts);
      if (decision.kind !== 'ask' || facts.rules.allowInvitesFrom === 'adminsAndGuestInviters')
        return;
      for (const { resourceId, standIn } of decision.asked) {
        const owners = facts.resources.find(({ id }) => id === resourceId)?.owners ?? [];
        const able = owners.some(
          ({ id, enabled, userType }) =>
            enabled && userType === 'member' && id !== facts.requester.id,
        );
        expect(standIn).toBe(resourceId !== null && !able);
      }
    }),
  );
});

test('the same facts give the same decision, and a refused resource is always a denial', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      expect(decide(facts)).toEqual(decide(facts));
      if (facts.resources.some(({ refusal }) => refusal)) expect(decide(facts).kind).toBe('deny');
    }),
  );
});
