import type { InviteRefusal } from '../tenant/invite.ts';
import { GraphError } from './graph-error.ts';

/** Status, code and sentence of each refusal; `%s` stands for the object's id. */
type Answers = Readonly<Record<InviteRefusal['why'], readonly [number, string, string]>>;

/** Entra's own sentences: people recognise them, and so must the product. */
const answers: Answers = {
  badAddress: [400, 'BadRequest', 'The Primary SMTP Address is an invalid value.'],
  verifiedDomain: [
    400,
    'BadRequest',
    "The invited user cannot be invited because the domain of the user's email address is a verified domain of this directory.",
  ],
  exists: [
    400,
    'BadRequest',
    'The invited user already exists in the directory as objectID: %s. They can use that account to sign in to shared apps and resources.',
  ],
  blocked: [
    400,
    'BadRequest',
    'The invited user already exists in the directory as objectID: %s, but the account is blocked from signing in.',
  ],
  crossTenant: [
    400,
    'BadRequest',
    "This invitation is blocked by cross-tenant access settings. Admins in both your organization and the invited user's organization must configure cross-tenant access settings to allow the invitation.",
  ],
  domainNotAllowed: [
    400,
    'BadRequest',
    "This user can't be invited to this directory: the domain of the user's email address is not allowed by the collaboration restrictions.",
  ],
  proxyConflict: [
    400,
    'BadRequest',
    'Another object with the same value for property proxyAddresses already exists.',
  ],
  resetMismatch: [
    400,
    'BadRequest',
    "The email you're using to invite this user doesn't match any emails on the user object.",
  ],
  quota: [
    403,
    'Directory_QuotaExceeded',
    'The directory object quota limit for the Tenant has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota.',
  ],
  suspicious: [
    403,
    'Forbidden',
    'The invitation was stopped because it looks suspicious. Too many invitations were sent in a short time.',
  ],
  notForCompany: [
    403,
    'Forbidden',
    'Guest invitations not allowed for your company. Contact your company administrator for more details.',
  ],
};

/** What Graph answers to an invitation that the tenant does not make. */
export function refusalError(refusal: InviteRefusal): GraphError {
  const [status, code, sentence] = answers[refusal.why];
  return new GraphError(status, code, sentence.replace('%s', 'id' in refusal ? refusal.id : ''));
}
