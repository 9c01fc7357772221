import { expect, test } from '@jest/globals';
import { faultPlan, openFaults } from '../../../src/sandbox/conditions/faults.ts';

const plan = (...rules: object[]) => faultPlan.parse({ seed: 7, rules });

test('a rule strikes the calls that it fits, as often as it may', () => {
  const faults = openFaults();
  faults.start(plan({ method: 'post', pathRegex: '/invitations$', times: 2, status: 503 }));
  const strike = (method: string, url: string) => faults.strike(method, url)?.status ?? null;
  expect(strike('GET', '/v1.0/invitations')).toBeNull();
  expect(strike('POST', '/v1.0/users')).toBeNull();
  expect(strike('POST', '/v1.0/invitations?x=1')).toBe(503);
  expect(strike('POST', '/v1.0/invitations')).toBe(503);
  expect(strike('POST', '/v1.0/invitations')).toBeNull();
  expect(faults.counts()).toMatchObject([{ times: 2, injected: 2 }]);
});

test('a share strikes the same calls for the same seed', () => {
  const pattern = () => {
    const faults = openFaults();
    faults.start(plan({ share: 0.3, status: 500 }));
    return Array.from({ length: 200 }, () => (faults.strike('GET', '/x') ? 1 : 0));
  };
  const first = pattern();
  expect(pattern()).toEqual(first);
  const struck = first.filter(Boolean).length;
  expect(struck).toBeGreaterThan(40);
  expect(struck).toBeLessThan(80);
});

test('plans run beside each other until they are ended', () => {
  const faults = openFaults();
  const ids = [
    faults.start(plan({ pathRegex: 'a', status: 500 })),
    faults.start(plan({ pathRegex: 'b', status: 501 })),
  ];
  expect(new Set(ids).size).toBe(2);
  expect(faults.strike('GET', '/b')?.status).toBe(501);
  faults.end();
  expect(faults.strike('GET', '/b')).toBeNull();
  expect(faults.counts()).toEqual([]);
});

test.each([
  { rules: [{ pathRegex: '(' }] },
  { rules: [{ share: 2 }] },
  { rules: [{ status: 200 }] },
  { rules: [{ cut: 'sometimes' }] },
  { rules: [{ chance: 1 }] },
  {},
])('a plan that cannot be is refused: %j', (wish) => {
  expect(faultPlan.safeParse(wish).success).toBe(false);
});
