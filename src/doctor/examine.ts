import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import { appCredential } from '../graph/credential.ts';
import { createTokens, type Tokens } from '../graph/tokens.ts';
import { checkApp } from './checks/app.ts';
import { checkClock } from './checks/clock.ts';
import { checkDatabase } from './checks/database.ts';
import { checkGuestSettings } from './checks/guest-settings.ts';
import { checkInvitations } from './checks/invitations.ts';
import { checkDirectorySize, checkLimitSettings } from './checks/limits.ts';
import { checkMailboxes } from './checks/mailboxes.ts';
import { checkPermissions } from './checks/permissions.ts';
import { checkReach } from './checks/reach.ts';
import { checkTokens } from './checks/tokens.ts';
import { type Finding, lookAt, ok, unchecked } from './finding.ts';
import { openPatient } from './patient.ts';

/** What needs a token for Graph, by the name it has where there is none. */
const inTenant = [
  ['permissions', async (patient) => checkPermissions(patient)],
  ['mailboxes', checkMailboxes],
  ['app', checkApp],
  ['invitations', checkInvitations],
  ['groups.guests', checkGuestSettings],
  ['limits.directory', checkDirectorySize],
] as const satisfies readonly (readonly [
  string,
  (patient: Awaited<ReturnType<typeof openPatient>>) => Promise<readonly Finding[]>,
])[];

/**
 * Looks at all that the product needs, with settings that are well, and whether or not it runs. It reads: nothing
 * is changed in the tenant, nor in the database.
 */
export async function examine(config: Config): Promise<readonly Finding[]> {
  const tokens = createTokens(appCredential(config.identity));
  const outside = [
    lookAt('clock', () => checkClock(config)),
    lookAt('database', () => checkDatabase(config)),
    checkReach(config),
    checkTokens(config.identity),
  ];
  const found = await Promise.all([...outside, examineTenant(config, tokens)]);
  return [ok('settings', 'settings'), ...found.flat(), checkLimitSettings(config)];
}

async function examineTenant(config: Config, tokens: Tokens): Promise<readonly Finding[]> {
  // Why there is none, `token.graph` tells.
  const patient = await openPatient(config, tokens).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw error;
  });
  if (!patient) {
    return inTenant.map(([name]) => unchecked(name, { code: 'doctor.noToken', params: {} }));
  }
  const found = await Promise.all(
    inTenant.map(([name, check]) => lookAt(name, () => check(patient))),
  );
  return found.flat();
}
