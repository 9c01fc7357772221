import { expect, test } from '@jest/globals';
import { faultPlan } from '../../../src/sandbox/conditions/fault-plan.ts';
import { openFaults } from '../../../src/sandbox/conditions/faults.ts';

const plan = (...rules: object[]) => faultPlan.parse({ seed: 7, rules });

test('a rule strikes the calls that it fits, as often as it may', () => {
  const faults = openFaults();
  faults.start(plan({ method: 'post', pathRegex: '/invitations$', times: 2, status: 503 }));
  const strike = (method: string, url: string) => faults.strike(method, url)?.fault.status ?? null;
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

test('a rule lets the first calls pass that it is told to skip', () => {
  const faults = openFaults();
  faults.start(plan({ pathRegex: '^/a', skip: 2, times: 1, status: 500 }));
  const struck = ['/a', '/b', '/a', '/a', '/a'].map((url) => faults.strike('GET', url) !== null);
  expect(struck).toEqual([false, false, false, true, false]);
  expect(faults.counts()).toMatchObject([{ met: 4, injected: 1 }]);
});

test('a rule inside batches leaves calls of their own alone, and the other way round', () => {
  const faults = openFaults();
  faults.start(plan({ inBatch: true, status: 429 }, { inBatch: false, status: 503 }));
  expect(faults.strike('GET', '/v1.0/users', 'part')?.fault.status).toBe(429);
  expect(faults.strike('GET', '/v1.0/users', 'call')?.fault.status).toBe(503);
});

test('a part of a batch is neither cut nor broken', () => {
  const faults = openFaults();
  faults.start(plan({ cut: 'after' }, { broken: true }, { delayMs: 5 }));
  expect(faults.strike('GET', '/v1.0/users', 'part')?.fault).toMatchObject({ delayMs: 5 });
});

test('kinds take turns within the share of their rule, the same ones for the same seed', () => {
  const kinds = [{ status: 429 }, { status: 429, retryAfter: 1 }, { cut: 'before' }];
  const run = () => {
    const faults = openFaults();
    faults.start(plan({ share: 0.2, oneOf: kinds }));
    const struck = Array.from({ length: 1500 }, () => faults.strike('GET', '/x')?.fault ?? null);
    return { struck, counts: faults.counts() };
  };
  const first = run();
  expect(run().struck).toEqual(first.struck);
  const [{ injected, met, oneOf = [] } = { injected: 0, met: 0 }] = first.counts;
  expect(met).toBe(1500);
  expect(injected / met).toBeCloseTo(0.2, 1);
  expect(oneOf.map(({ injected: _count, ...kind }) => kind)).toEqual(kinds);
  const perKind = oneOf.map((kind) => kind.injected);
  expect(Math.max(...perKind) - Math.min(...perKind)).toBeLessThanOrEqual(1);
  expect(perKind.reduce((sum, each) => sum + each, 0)).toBe(injected);
});

test('kinds that parts of batches cannot meet catch up with calls of their own', () => {
  const faults = openFaults();
  const kinds = [{ status: 429 }, { status: 503 }, { cut: 'before' }, { broken: true }];
  faults.start(plan({ oneOf: kinds }));
  for (let times = 0; times < 20; times += 1) faults.strike('GET', '/x', 'part');
  for (let times = 0; times < 20; times += 1) faults.strike('GET', '/x', 'call');
  expect(faults.counts()[0]?.oneOf?.map(({ injected }) => injected)).toEqual([10, 10, 10, 10]);
});

test('a kind that finds nothing to break does not keep the others from their turn', () => {
  const faults = openFaults();
  faults.start(plan({ oneOf: [{ status: 429 }, { broken: true }] }));
  for (let times = 0; times < 20; times += 1) {
    const strike = faults.strike('PATCH', '/x');
    if (strike?.fault.broken) strike.missed();
  }
  expect(faults.counts()[0]?.oneOf?.map(({ injected }) => injected)).toEqual([10, 0]);
});

test('what missed is not counted, and may strike again', () => {
  const faults = openFaults();
  faults.start(plan({ times: 1, broken: true }));
  faults.strike('GET', '/x')?.missed();
  expect(faults.counts()).toMatchObject([{ injected: 0 }]);
  expect(faults.strike('GET', '/x')).not.toBeNull();
});

test('plans run beside each other until they are ended', () => {
  const faults = openFaults();
  const ids = [
    faults.start(plan({ pathRegex: 'a', status: 500 })),
    faults.start(plan({ pathRegex: 'b', status: 501 })),
  ];
  expect(new Set(ids).size).toBe(2);
  expect(faults.strike('GET', '/b')?.fault.status).toBe(501);
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
  { rules: [{ oneOf: [] }] },
  { rules: [{ status: 500, oneOf: [{ cut: 'after' }] }] },
  { rules: [{ oneOf: [{ share: 0.1 }] }] },
  {},
])('a plan that cannot be is refused: %j', (wish) => {
  expect(faultPlan.safeParse(wish).success).toBe(false);
});
