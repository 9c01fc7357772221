import type { GuestStatus, RequestStatus } from './types.ts';

/**
 * Where a request can go from each of its states. `denied` from a draft: policy said no to the form.
 * `pending` from attention: tried again, it needs an approval that it no longer has.
 */
const REQUEST_MOVES: Readonly<Record<RequestStatus, readonly RequestStatus[]>> = {
  draft: ['pending', 'working', 'denied', 'cancelled'],
  pending: ['working', 'denied', 'cancelled'],
  working: ['done', 'attention'],
  attention: ['working', 'pending'],
  done: [],
  denied: [],
  cancelled: [],
};

const REQUEST_STATES: readonly RequestStatus[] = [
  'draft',
  'pending',
  'working',
  'done',
  'attention',
  'denied',
  'cancelled',
];

/** Where a guest's row can go. It is stopped where its request ended before it began. */
const GUEST_MOVES: Readonly<Record<GuestStatus, readonly GuestStatus[]>> = {
  waiting: ['working', 'failed', 'stopped'],
  working: ['invited', 'arrived', 'failed'],
  invited: ['arrived'],
  failed: ['waiting'],
  arrived: [],
  stopped: [],
};

/** Whether a request may go from one state to another. */
export function canMove(from: RequestStatus, to: RequestStatus): boolean {
  return REQUEST_MOVES[from].includes(to);
}

/** The states from which a request may go to this one. */
export function statesBefore(to: RequestStatus): readonly RequestStatus[] {
  return REQUEST_STATES.filter((from) => canMove(from, to));
}

/** Whether a guest's row may go from one state to another. */
export function canGuestMove(from: GuestStatus, to: GuestStatus): boolean {
  return GUEST_MOVES[from].includes(to);
}

/** What a request that is under way has come to, by its rows; null while one of them is still moving. */
export function outcomeOf(rows: readonly GuestStatus[]): 'done' | 'attention' | null {
  if (rows.some((status) => status === 'waiting' || status === 'working')) return null;
  return rows.some((status) => status === 'failed') ? 'attention' : 'done';
}
