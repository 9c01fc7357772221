import { expect, test } from '@jest/globals';
import { readPlace } from '../../src/bot/turn.ts';

const TENANT = '6f0d6d3a-5c1e-4c58-9d0c-2f6a8f1b7e10';
const clock = { now: () => new Date('2026-11-21T23:30:00Z') };

function dayIn(timezone: unknown): string {
  const activity = {
    type: 'message',
    id: '1',
    serviceUrl: 'http://127.0.0.1:3979/',
    channelId: 'msteams',
    from: { id: '29:john', name: 'John', aadObjectId: '9d2c7a0e-0000-4000-8000-000000000001' },
    recipient: { id: '28:bot', name: 'Guestlist' },
    conversation: { id: 'a:1', conversationType: 'personal', tenantId: TENANT, isGroup: false },
    entities: [{ type: 'clientInfo', timezone }],
  };
  return readPlace(activity, TENANT, clock).today;
}

test.each([
  ['Europe/Copenhagen', '2026-11-22'],
  ['America/New_York', '2026-11-21'],
  ['Asia/Tokyo', '2026-11-22'],
])('in %s it is %s already, or still', (zone, day) => {
  expect(dayIn(zone)).toBe(day);
  expect(dayIn(zone)).toBe(day);
});

test.each([['Middle/Earth'], [undefined], [7], ['']])(
  'a zone that is none (%s) counts as UTC',
  (zone) => {
    expect(dayIn(zone)).toBe('2026-11-21');
  },
);
