import { expect, test } from '@jest/globals';
import { readRetryAfter, saysAlreadyThere, toAppError } from '../../src/graph/errors.ts';
import { failureOf } from '../../src/graph/failure.ts';

const call = { permission: 'User.Invite.All' };
const fresh = { ...call, fresh: true };

function refused(status: number, code: string, message: string, headers: HeadersInit = {}) {
  const innerError = { 'request-id': 'r-1', date: '2026-01-01T00:00:00' };
  return { status, headers: new Headers(headers), body: { error: { code, message, innerError } } };
}

test.each([
  [
    403,
    'Forbidden',
    'Guest invitations not allowed for your company. Contact your company administrator for more details.',
    'guest.invitationsNotAllowed',
  ],
  [
    400,
    'BadRequest',
    "The invited user cannot be added: the domain of the user's email address is a verified domain of this directory.",
    'guest.ownDomain',
  ],
  [
    400,
    'BadRequest',
    'The invited user already exists in the directory as object ID, but the account is blocked from signing in.',
    'guest.blocked',
  ],
  [
    400,
    'BadRequest',
    'This invitation is blocked by cross-tenant access settings. Admins in both your organization and the invited user organization must configure them.',
    'guest.crossTenantBlocked',
  ],
  [
    400,
    'Request_BadRequest',
    'Another object with the same value for property proxyAddresses already exists.',
    'guest.proxyConflict',
  ],
  [400, 'BadRequest', 'The Primary SMTP Address is an invalid value.', 'guest.addressInvalid'],
  [
    400,
    'BadRequest',
    "The email you're using to invite this user doesn't match any emails on the user object.",
    'guest.resetMismatch',
  ],
  [
    403,
    'Forbidden',
    'Guests users are not allowed to join this Unified Group due to policy setting.',
    'resource.guestsNotAllowed',
  ],
  [
    403,
    'Directory_QuotaExceeded',
    'The directory object quota limit for the Tenant has been exceeded.',
    'tenant.quotaExceeded',
  ],
  [403, 'Forbidden', 'The request was stopped as suspicious.', 'tenant.suspicious'],
  [
    400,
    'Request_BadRequest',
    'Unable to update the specified properties for on-premises mastered Directory Sync objects.',
    'resource.onPremises',
  ],
  [
    400,
    'Request_BadRequest',
    'Cannot Update a mail-enabled security groups and or distribution list.',
    'resource.mailEnabledSecurity',
  ],
  [
    400,
    'Request_BadRequest',
    'Members of a dynamic membership group cannot be changed.',
    'resource.dynamic',
  ],
  [
    403,
    'Forbidden',
    'The group is assignable to a role: RoleManagement.ReadWrite.Directory is needed.',
    'resource.roleAssignable',
  ],
  [403, 'Forbidden', 'The team is archived.', 'resource.archived'],
  [
    403,
    'Forbidden',
    'The sensitivity label of the group does not allow guests.',
    'resource.labelForbidsGuests',
  ],
  [
    400,
    'BadRequest',
    'Invitations to this domain are not allowed by the policy of your company: domain blocked.',
    'guest.domainNotAllowed',
  ],
] as const)('%s %s "%s" is %s', (status, code, message, expected) => {
  expect(toAppError(refused(status, code, message), fresh).code).toBe(expected);
});

test('an existing account is named by its id', () => {
  const message =
    'The invited user already exists in the directory as object ID: CBB896F9-8306-49d0-b56b-b8e39cd28825. They can use that account to sign in.';
  expect(toAppError(refused(400, 'BadRequest', message), call)).toMatchObject({
    code: 'guest.exists',
    params: { userId: 'cbb896f9-8306-49d0-b56b-b8e39cd28825' },
  });
});

test.each([
  [404, 'Request_ResourceNotFound', "Resource '1' does not exist."],
  [404, 'Directory_ObjectNotFound', 'Unable to read the company information from the directory.'],
  [
    400,
    'Request_BadRequest',
    'The source resource object or one of the objects being referenced do not exist.',
  ],
  [400, 'Request_BadRequest', 'Not a valid reference update.'],
] as const)('%s %s right after creating a user means: not there yet', (status, code, message) => {
  expect(toAppError(refused(status, code, message), fresh).code).toBe('notYetThere');
  expect(toAppError(refused(status, code, message), call).code).toMatch(/^graph\./);
});

test.each([429, 503, 504])('%s with Retry-After is throttled, with the time', (status) => {
  expect(toAppError(refused(status, 'x', 'y', { 'Retry-After': '7' }), call)).toMatchObject({
    code: 'throttled',
    params: { retryAfterMs: 7000 },
  });
});

test('429 without Retry-After waits a second, or as long as the pacer has come to wait', () => {
  const refusal = refused(429, 'TooManyRequests', '');
  const waitOf = (untoldMs?: number) => toAppError(refusal, { ...call, untoldMs }).params;
  expect(waitOf()).toEqual({ retryAfterMs: 1000 });
  expect(waitOf(8000)).toEqual({ retryAfterMs: 8000 });
});

test.each([408, 500, 502, 503, 504])('%s is unavailable', (status) => {
  expect(toAppError(refused(status, 'x', 'y'), call).code).toBe('unavailable');
});

test('an operation that the server does not know is not tried for ever', () => {
  expect(toAppError(refused(501, 'NotImplemented', 'GET /x'), call)).toMatchObject({
    code: 'graph.refused',
    params: { graphCode: 'NotImplemented' },
  });
});

test('an unknown 403 names the permission that the operation needs', () => {
  const message = 'Insufficient privileges to complete the operation.';
  expect(toAppError(refused(403, 'Authorization_RequestDenied', message), call)).toMatchObject({
    code: 'graph.forbidden',
    params: { permission: 'User.Invite.All' },
  });
});

test('a refusal without a body still has a name', () => {
  const bare = { status: 400, headers: new Headers(), body: undefined };
  expect(toAppError(bare, call)).toMatchObject({
    code: 'graph.refused',
    params: { graphCode: '400' },
  });
});

test('the cause carries request id and sentence, but neither links nor addresses', () => {
  const message =
    'Sam sam@gmail.com cannot redeem https://login.microsoftonline.com/redeem?rd=secret today.';
  const failure = failureOf(toAppError(refused(400, 'BadRequest', message), call));
  expect(failure).toMatchObject({ status: 400, graphCode: 'BadRequest', requestId: 'r-1' });
  expect(failure?.message).toBe('Sam … cannot redeem … today.');
});

test('Retry-After is read in seconds and as a date', () => {
  const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
  const later = 'Sat, 21 Nov 2026 10:00:30 GMT';
  expect(readRetryAfter(new Headers({ 'retry-after': '2.5' }))).toBe(2500);
  expect(readRetryAfter(new Headers({ 'retry-after': later, date }))).toBe(30_000);
  const soon = new Date(Date.now() + 60_000).toUTCString();
  expect(readRetryAfter(new Headers({ 'retry-after': soon }))).toBeGreaterThan(58_000);
  expect(readRetryAfter(new Headers({ 'retry-after': 'soon' }))).toBeNull();
  expect(readRetryAfter(new Headers())).toBeNull();
});

test('what was done before counts as done', () => {
  const twice = refused(
    400,
    'Request_BadRequest',
    "One or more added object references already exist for the following modified properties: 'members'.",
  );
  expect(saysAlreadyThere(failureOf(toAppError(twice, fresh)))).toBe(true);
  expect(saysAlreadyThere(failureOf(toAppError(refused(409, 'Conflict', ''), call)))).toBe(true);
  expect(saysAlreadyThere(failureOf(toAppError(refused(400, 'x', 'y'), call)))).toBe(false);
  expect(saysAlreadyThere(null)).toBe(false);
});
