import { randomUUID } from 'node:crypto';
import type { Reply } from '../http.ts';

/** Entra's refusals of a token, as MSAL reads them. */
const refusals = {
  unknownTenant: [
    400,
    'invalid_request',
    90002,
    "Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
  ],
  unknownClient: [
    400,
    'unauthorized_client',
    700016,
    "Application with identifier '%s' was not found in the directory 'WoodGrove'.",
  ],
  wrongSecret: [
    401,
    'invalid_client',
    7000215,
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '%s'.",
  ],
  noSecret: [
    401,
    'invalid_client',
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  ],
  expiredSecret: [
    401,
    'invalid_client',
    7000222,
    "The provided client secret keys for app '%s' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
  ],
  unknownCertificate: [
    401,
    'invalid_client',
    700027,
    "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '%s'].",
  ],
  expiredCertificate: [
    401,
    'invalid_client',
    700027,
    "Client assertion failed signature validation. [Reason - The key used is expired., Thumbprint of key used by client: '%s'].",
  ],
  wrongSignature: [
    401,
    'invalid_client',
    700027,
    "Client assertion failed signature validation. [Reason - The key was found, but use of the key to verify the signature failed., Thumbprint of key used by client: '%s'].",
  ],
  otherClient: [
    401,
    'invalid_client',
    700021,
    "Client assertion application identifier doesn't match 'client_id' parameter. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials.",
  ],
  wrongAudience: [
    401,
    'invalid_client',
    700023,
    'Client assertion audience claim does not match Realm issuer. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials.',
  ],
  assertionTime: [
    401,
    'invalid_client',
    700024,
    'Client assertion is not within its valid time range. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials.',
  ],
  brokenAssertion: [400, 'invalid_client', 50027, 'JWT token is invalid or malformed.'],
  otherIssuer: [
    401,
    'invalid_client',
    700211,
    "No matching federated identity record found for presented assertion issuer '%s'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
  ],
  otherAudience: [
    401,
    'invalid_client',
    700212,
    "No matching federated identity record found for presented assertion audience '%s'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
  ],
  otherSubject: [
    401,
    'invalid_client',
    700213,
    "No matching federated identity record found for presented assertion subject '%s'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
  ],
  silentIssuer: [
    400,
    'invalid_request',
    50166,
    "Request to External OIDC endpoint failed. Issuer: '%s'.",
  ],
  wrongIssuerSignature: [
    401,
    'invalid_client',
    50013,
    'Assertion failed signature validation. [Reason - The key was not found.].',
  ],
  wrongGrant: [
    400,
    'unsupported_grant_type',
    70003,
    "The app requested an unsupported grant type '%s'.",
  ],
  wrongScope: [
    400,
    'invalid_scope',
    70011,
    "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope %s is not valid.",
  ],
  notDefaultScope: [
    400,
    'invalid_scope',
    1002012,
    'The provided value for scope %s is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
  ],
  unknownResource: [
    400,
    'invalid_resource',
    500011,
    'The resource principal named %s was not found in the tenant named WoodGrove.',
  ],
} as const satisfies Record<string, readonly [number, string, number, string]>;

/** One of Entra's refusals; `%s` of its sentence is filled with `about`. */
export function tokenRefusal(which: keyof typeof refusals, about = ''): Reply {
  const [status, error, code, sentence] = refusals[which];
  const trace = randomUUID();
  const correlation = randomUUID();
  const timestamp = new Date().toISOString().replace('T', ' ').replace(/\.\d+/, '');
  const description = `AADSTS${code}: ${sentence.replace('%s', about)} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`;
  return {
    status,
    body: {
      error,
      error_description: description,
      error_codes: [code],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
  };
}
