import { expect, test } from '@jest/globals';
import { canGuestMove, canMove, outcomeOf } from '../../src/requests/transitions.ts';
import type { GuestStatus, RequestStatus } from '../../src/requests/types.ts';

const all: RequestStatus[] = [
  'draft',
  'pending',
  'working',
  'done',
  'attention',
  'denied',
  'cancelled',
];

test.each([
  ['draft', 'pending working denied cancelled'],
  ['pending', 'working denied cancelled'],
  ['working', 'done attention'],
  ['attention', 'pending working'],
  ['done', ''],
  ['denied', ''],
  ['cancelled', ''],
] as const)('from %s a request goes to: %s', (from, to) => {
  expect(all.filter((each) => canMove(from, each))).toEqual(
    all.filter((each) => to.split(' ').includes(each)),
  );
});

test('a guest who has arrived, or was stopped, moves no more', () => {
  const statuses: GuestStatus[] = ['waiting', 'working', 'invited', 'arrived', 'failed', 'stopped'];
  for (const to of statuses) {
    expect(canGuestMove('arrived', to)).toBe(false);
    expect(canGuestMove('stopped', to)).toBe(false);
  }
});

test.each<[GuestStatus[], ReturnType<typeof outcomeOf>]>([
  [['working', 'failed'], null],
  [['waiting', 'arrived'], null],
  [['invited', 'arrived'], 'done'],
  [['invited', 'failed'], 'attention'],
])('rows %j make a request %s', (rows, outcome) => {
  expect(outcomeOf(rows)).toBe(outcome);
});
