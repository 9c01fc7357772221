import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AppError } from '../../src/errors.ts';
import { startRefusal } from '../../src/language/start-texts.ts';
import type { AppIdentity, Proof } from '../../src/sign-in/identity.ts';
import { givenCertificate } from '../support/certificate.ts';
import { givenIssuer, type Issuer } from '../support/issuer.ts';
import { type GivenSignIn, givenSignIn } from './support/given-sign-in.ts';
import { givenMachine, type Machine } from './support/machine.ts';

const SUBJECT = 'system:serviceaccount:guestlist:bot';
const OTHER = '6a1fd7a4-20a5-4f0f-8f5b-0c8a4fd3aa02';
const PRINCIPAL = '0b2c6d74-7b0a-4d7e-9d6d-51c2a6a0de11';

let given: GivenSignIn;
let issuer: Issuer;
let machine: Machine;
beforeAll(async () => {
  machine = await givenMachine();
});
afterAll(() => machine?.close());
beforeEach(async () => {
  [given, issuer] = await Promise.all([givenSignIn(), givenIssuer()]);
  machine.servedBy(`${given.sandbox.origin}/msi/token`);
});
afterEach(async () => {
  await issuer?.close();
  await given?.close();
});

const tokenFile = (file: string): Proof => ({ kind: 'federation', voucher: { tokenFile: file } });

/** Each kind as an administrator sets it up; gives the proof, and what the tenant's log calls it. */
const kinds: [string, () => Promise<Proof>][] = [
  [
    'managedIdentity',
    async () => {
      await given.register({ identities: [{ clientId: given.botId, principalId: PRINCIPAL }] });
      return { kind: 'managedIdentity' };
    },
  ],
  [
    'federation',
    async () => {
      await given.register({ federated: [{ issuer: issuer.issuer, subject: SUBJECT }] });
      return tokenFile(given.file('token', `${await issuer.token(SUBJECT)}\n`));
    },
  ],
  [
    'federation',
    async () => {
      const { origin } = given.sandbox;
      const identityId = crypto.randomUUID();
      await given.register({
        identities: [{ clientId: identityId, principalId: PRINCIPAL }],
        federated: [
          { issuer: `${origin}/${given.identity(bySecret).tenantId}/v2.0`, subject: PRINCIPAL },
        ],
      });
      return { kind: 'federation', voucher: { identityId } };
    },
  ],
  [
    'certificate',
    async () => {
      const { certificate, key } = await givenCertificate();
      await given.register({ certificates: [certificate] });
      return { kind: 'certificate', file: given.file('app.pem', `${key}\n${certificate}`) };
    },
  ],
  ['secret', async () => bySecret],
];
const bySecret: Proof = { kind: 'secret', secret: 'right' };

test.each(kinds)('by %s the bot answers and reads Graph', async (name, setUp) => {
  const proof = await setUp();
  // Nothing else would open the door.
  if (name !== 'secret') await given.register({ secrets: [] });
  expect(await given.talk(proof)).toBe('I hear you');
  expect(await given.readGraph(proof)).toBe('John Doe');
  const signIns = await given.signIns();
  expect(signIns).toContain(`${name} https://api.botframework.com`);
  expect(signIns).toContain(`${name} https://graph.microsoft.com`);
});

/** What is wrong, and the name it has on both sides. */
const wrong: [string, string, () => Promise<AppIdentity | Proof>][] = [
  ['a wrong secret', 'appSignIn.secretWrong', async () => ({ kind: 'secret', secret: 'wr0ng' })],
  [
    'a secret that has expired',
    'appSignIn.secretExpired',
    async () => {
      await given.register({ secrets: [{ value: 'right', endsAt: '2020-01-01T00:00:00Z' }] });
      return bySecret;
    },
  ],
  [
    'a certificate that nobody registered',
    'appSignIn.certificateUnknown',
    async () => {
      const { certificate, key } = await givenCertificate();
      return { kind: 'certificate', file: given.file('app.pem', `${key}\n${certificate}`) };
    },
  ],
  [
    'a certificate that has expired',
    'appSignIn.certificateExpired',
    async () => {
      const { certificate, key } = await givenCertificate({ from: -30, to: -1 });
      await given.register({ certificates: [certificate] });
      return { kind: 'certificate', file: given.file('app.pem', `${key}\n${certificate}`) };
    },
  ],
  [
    'a certificate file that is not there',
    'appSignIn.certificateUnreadable',
    async () => ({ kind: 'certificate', file: '/nowhere/app.pem' }),
  ],
  [
    'the token of another subject',
    'appSignIn.federatedSubject',
    async () => {
      await given.register({ federated: [{ issuer: issuer.issuer, subject: SUBJECT }] });
      return tokenFile(given.file('token', await issuer.token('somebody else')));
    },
  ],
  [
    'the token of an issuer that nobody registered',
    'appSignIn.federatedIssuer',
    async () => tokenFile(given.file('token', await issuer.token(SUBJECT))),
  ],
  [
    'a token for another audience',
    'appSignIn.federatedAudience',
    async () => {
      await given.register({ federated: [{ issuer: issuer.issuer, subject: SUBJECT }] });
      return tokenFile(given.file('token', await issuer.token(SUBJECT, { aud: 'sts' })));
    },
  ],
  [
    'a token that has expired',
    'appSignIn.assertionTime',
    async () => {
      await given.register({ federated: [{ issuer: issuer.issuer, subject: SUBJECT }] });
      return tokenFile(given.file('token', await issuer.token(SUBJECT, { exp: 1_600_000_000 })));
    },
  ],
  [
    'a forged token',
    'appSignIn.federatedSignature',
    async () => {
      await given.register({ federated: [{ issuer: issuer.issuer, subject: SUBJECT }] });
      return tokenFile(given.file('token', await issuer.forged(SUBJECT)));
    },
  ],
  [
    'an issuer whose keys cannot be read',
    'appSignIn.federatedKeys',
    async () => {
      await given.register({ federated: [{ issuer: issuer.issuer, subject: SUBJECT }] });
      const file = given.file('token', await issuer.token(SUBJECT));
      await issuer.close();
      return tokenFile(file);
    },
  ],
  [
    'a token file that is not there',
    'appSignIn.tokenFileUnreadable',
    async () => tokenFile('/none'),
  ],
  [
    'a token file with nothing in it',
    'appSignIn.tokenFileEmpty',
    async () => tokenFile(given.file('token', '\n')),
  ],
  [
    'a managed identity that is not assigned',
    'appSignIn.identityNotAssigned',
    async () => ({ kind: 'managedIdentity' }),
  ],
  [
    'an identity to vouch that is not assigned',
    'appSignIn.identityNotAssigned',
    async () => ({ kind: 'federation', voucher: { identityId: OTHER } }),
  ],
  [
    'an application that is not there',
    'appSignIn.appUnknown',
    async () => given.identity(bySecret, { clientId: OTHER }),
  ],
  [
    'a tenant that is not there',
    'appSignIn.tenantUnknown',
    async () => given.identity(bySecret, { tenantId: OTHER }),
  ],
];

const identityOf = (made: AppIdentity | Proof) => ('kind' in made ? given.identity(made) : made);

test.each(wrong)('%s is %s', async (_what, code, make) => {
  const who = identityOf(await make());
  // MSAL swallows what Entra says of a tenant that it does not know.
  const teams = code === 'appSignIn.tenantUnknown' ? 'unavailable' : code;
  expect(await given.problems(who)).toEqual({ graph: code, teams });
});

test('each of these names has a cause and a next step', () => {
  for (const [, code] of wrong) {
    const words = startRefusal(new AppError(code, { file: 'app.pem' }));
    expect(words).not.toContain('did not foresee');
    expect(words).toMatch(/administrator/);
  }
});

test('where nothing gives out identities, that is named, and a job may come back to it', async () => {
  machine.servedBy(null);
  const who = given.identity({ kind: 'managedIdentity' });
  expect(await given.problems(who)).toEqual({
    graph: 'appSignIn.noIdentity',
    teams: 'unavailable',
  });
});

describe('what others renew is read anew', () => {
  test('the token in a file', async () => {
    await given.register({ federated: [{ issuer: issuer.issuer, subject: SUBJECT }] });
    const old = await issuer.token(SUBJECT);
    await issuer.changeKey();
    const proof = tokenFile(given.file('token', old));
    const who = given.identity(proof);
    const refused = 'appSignIn.federatedSignature';
    expect(await given.problems(who)).toEqual({ graph: refused, teams: refused });
    given.file('token', await issuer.token(SUBJECT));
    expect(await given.problems(who)).toEqual({ graph: null, teams: null });
  });

  test('a certificate with its key', async () => {
    const [first, second] = await Promise.all([givenCertificate(), givenCertificate()]);
    const proof: Proof = {
      kind: 'certificate',
      file: given.file('app.pem', `${first.key}\n${first.certificate}`),
    };
    await given.register({ certificates: [second.certificate] });
    const refused = 'appSignIn.certificateUnknown';
    const who = given.identity(proof);
    expect(await given.problems(who)).toEqual({ graph: refused, teams: refused });
    given.file('app.pem', `${second.key}\n${second.certificate}`);
    expect(await given.problems(who)).toEqual({ graph: null, teams: null });
  });
});
