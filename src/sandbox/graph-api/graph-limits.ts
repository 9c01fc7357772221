import type { Draw, Limit } from '../conditions/limits.ts';
import type { GraphCall, Operation } from './call.ts';

/** Graph's documented limits, as facts of the sandbox. */
const limits = {
  invitations: { name: 'invitations', size: 150, seconds: 5 },
  appWrites: { name: 'directory writes of an application', size: 3000, seconds: 150 },
  tenantWrites: { name: 'directory writes of the tenant', size: 18_000, seconds: 300 },
  readUnitsSmall: { name: 'directory reads', size: 3500, seconds: 10 },
  readUnitsMedium: { name: 'directory reads', size: 5000, seconds: 10 },
  readUnitsLarge: { name: 'directory reads', size: 8000, seconds: 10 },
  /** The stricter reading of the page: four per minute for one team. */
  teamMemberWrites: { name: 'member writes of a team', size: 4, seconds: 60 },
  teamReads: { name: 'team member reads', size: 30, seconds: 1 },
  teamWrites: { name: 'team member writes', size: 10, seconds: 1 },
  mails: { name: 'messages of a mailbox', size: 30, seconds: 60 },
  recipients: { name: 'recipients of a mailbox', size: 10_000, seconds: 86_400 },
  installs: { name: 'app installations', size: 30, seconds: 1 },
} as const satisfies Record<string, Limit>;

/** Requests that one mailbox serves at a time. */
export const MAILBOX_AT_ONCE = 4;

const MAIL = /^\/users\/\{id\}\/(messages|mailFolders|sendMail)/;
const TEAM_MEMBERS = /^\/teams\/\{id\}\/members/;
const SENDS = /\/(send|sendMail)$/;
const INSTALLS = /\/installedApps$/;

function readLimit(call: GraphCall): Limit {
  const { size } = call.tenant.users;
  if (size < 50) return limits.readUnitsSmall;
  return size <= 500 ? limits.readUnitsMedium : limits.readUnitsLarge;
}

/** What a read costs: a listing two, a transitive one three; `$select` and a small `$top` save one each. */
function readCost(call: GraphCall, operation: Operation): number {
  const last = operation.template.split('/').at(-1) ?? '';
  let cost = last.startsWith('{') ? 1 : 2;
  if (/transitive/i.test(operation.template)) cost = 3;
  if (call.query.expand.length > 0) cost += 1;
  if (call.query.select) cost -= 1;
  if (call.query.top !== null && call.query.top < 20) cost -= 1;
  return Math.max(1, cost);
}

function mailDraws(call: GraphCall, operation: Operation): Draw[] {
  if (operation.method !== 'POST' || !SENDS.test(operation.template)) return [];
  const key = call.params.id ?? '';
  return [
    { limit: limits.mails, key, cost: 1 },
    { limit: limits.recipients, key, cost: 1 },
  ];
}

function teamDraws(call: GraphCall, operation: Operation): Draw[] {
  if (operation.method === 'GET') return [{ limit: limits.teamReads, key: '', cost: 1 }];
  return [
    { limit: limits.teamMemberWrites, key: call.params.id ?? '', cost: 1 },
    { limit: limits.teamWrites, key: '', cost: 1 },
  ];
}

/** What a call takes from the limits. */
export function drawsOf(call: GraphCall, operation: Operation): Draw[] {
  if (MAIL.test(operation.template)) return mailDraws(call, operation);
  if (TEAM_MEMBERS.test(operation.template)) return teamDraws(call, operation);
  if (operation.method === 'GET') {
    return [{ limit: readLimit(call), key: '', cost: readCost(call, operation) }];
  }
  if (INSTALLS.test(operation.template)) return [{ limit: limits.installs, key: '', cost: 1 }];
  const writes: Draw[] = [
    { limit: limits.appWrites, key: '', cost: 1 },
    { limit: limits.tenantWrites, key: '', cost: 1 },
  ];
  if (operation.template !== '/invitations') return writes;
  return [{ limit: limits.invitations, key: '', cost: 1 }, ...writes];
}

/** Whether it is one that Exchange answers, about what lies in a mailbox. */
export function isOfMailbox(operation: Operation): boolean {
  return MAIL.test(operation.template);
}

/** The mailbox that is busy while this call runs; null where none is. */
export function mailboxOf(call: GraphCall, operation: Operation): string | null {
  return isOfMailbox(operation) ? (call.params.id ?? '').toLowerCase() : null;
}
