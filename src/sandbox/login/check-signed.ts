import { createHash, X509Certificate } from 'node:crypto';
import { compactVerify } from 'jose';
import type { Reply } from '../http.ts';
import type { World } from '../world.ts';
import { isWithinItsTime } from './assertion-time.ts';
import type { Assertion } from './prove-client.ts';
import { registrationOf } from './registration.ts';
import { tokenRefusal } from './token-errors.ts';

/** Under this name the libraries know Entra, wherever their calls are led to. */
const ENTRA = 'https://login.microsoftonline.com';

/** Checks what the bot has signed with its own certificate; null: it is good. */
export async function checkSigned(
  world: World,
  tenantNames: readonly string[],
  { jwt, header, claims }: Assertion,
): Promise<Reply | null> {
  const certificate = registeredCertificate(world, header);
  const named = header['x5t#S256'] ?? header.x5t ?? header.kid ?? '';
  const shown = Buffer.from(String(named), 'base64url').toString('hex').toUpperCase();
  if (!certificate) return tokenRefusal('unknownCertificate', shown);
  const now = new Date();
  if (now > certificate.validToDate || now < certificate.validFromDate) {
    return tokenRefusal('expiredCertificate', shown);
  }
  const hasSigned = await compactVerify(jwt, certificate.publicKey, {
    algorithms: ['PS256', 'RS256'],
  }).then(
    () => true,
    () => false,
  );
  if (!hasSigned) return tokenRefusal('wrongSignature', shown);
  if (claims.sub !== claims.iss) return tokenRefusal('otherClient');
  if (!isForUs(world, tenantNames, claims.aud)) return tokenRefusal('wrongAudience');
  if (!isWithinItsTime(claims)) return tokenRefusal('assertionTime');
  return claims.jti ? null : tokenRefusal('brokenAssertion');
}

/** Found by its thumbprint; the chain that is sent along must begin with the very same. */
function registeredCertificate(
  world: World,
  header: Assertion['header'],
): X509Certificate | undefined {
  const all = registrationOf(world).certificates.map((pem) => new X509Certificate(pem));
  const found = all.find(
    ({ raw }) =>
      header['x5t#S256'] === thumbprint('sha256', raw) ||
      (header['x5t#S256'] === undefined && header.x5t === thumbprint('sha1', raw)),
  );
  const sent = header.x5c?.[0];
  return sent === undefined || found?.raw.toString('base64') === sent ? found : undefined;
}

const thumbprint = (algorithm: 'sha1' | 'sha256', certificate: Buffer): string =>
  createHash(algorithm).update(certificate).digest('base64url');

/** Whether it is meant for this tenant's token endpoint. */
function isForUs(world: World, tenantNames: readonly string[], audience: unknown): boolean {
  return [world.settings.origin, ENTRA].some((host) =>
    tenantNames.some(
      (name) =>
        audience === `${host}/${name}/oauth2/v2.0/token` || audience === `${host}/${name}/v2.0`,
    ),
  );
}
