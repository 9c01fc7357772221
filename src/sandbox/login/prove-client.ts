import { timingSafeEqual } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Reply } from '../http.ts';
import type { World } from '../world.ts';
import { checkFederated } from './check-federated.ts';
import { checkSigned } from './check-signed.ts';
import { registrationOf } from './registration.ts';
import type { ProofKind } from './sign-ins.ts';
import { tokenRefusal } from './token-errors.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** An assertion, read and not yet believed. */
export interface Assertion {
  readonly jwt: string;
  readonly header: ReturnType<typeof decodeProtectedHeader>;
  readonly claims: ReturnType<typeof decodeJwt>;
}

/** How the client has proved that it is the bot, or why it is refused. */
export async function proveClient(
  world: World,
  tenantNames: readonly string[],
  form: URLSearchParams,
): Promise<ProofKind | Reply> {
  const client = form.get('client_id') ?? '';
  if (client.toLowerCase() !== world.settings.botId) return tokenRefusal('unknownClient', client);
  const jwt = form.get('client_assertion');
  if (!jwt) return checkSecret(world, form.get('client_secret'));
  if (form.get('client_assertion_type') !== ASSERTION_TYPE) return tokenRefusal('noSecret');
  const assertion = readAssertion(jwt);
  if (!assertion) return tokenRefusal('brokenAssertion');
  // What an app has signed itself names the app; what others have signed for it names them.
  return assertion.claims.iss?.toLowerCase() === world.settings.botId
    ? ((await checkSigned(world, tenantNames, assertion)) ?? 'certificate')
    : ((await checkFederated(world, assertion)) ?? 'federation');
}

function checkSecret(world: World, secret: string | null): ProofKind | Reply {
  if (!secret) return tokenRefusal('noSecret');
  const known = registrationOf(world).secrets.find(({ value }) => sameText(value, secret));
  if (!known) return tokenRefusal('wrongSecret', world.settings.botId);
  const isOver = known.endsAt !== null && Date.parse(known.endsAt) <= Date.now();
  return isOver ? tokenRefusal('expiredSecret', world.settings.botId) : 'secret';
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function readAssertion(jwt: string): Assertion | null {
  try {
    return { jwt, header: decodeProtectedHeader(jwt), claims: decodeJwt(jwt) };
  } catch {
    return null;
  }
}
