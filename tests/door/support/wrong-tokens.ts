import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { BOT, TENANT } from './bot-outside.ts';
import { newKey, type Outside, type SigningKey } from './outside.ts';

/** Keys that the key server hands out, and that are no reason to let anybody in. */
export interface OtherKeys {
  readonly unendorsed: SigningKey;
  readonly forSkype: SigningKey;
  readonly toEncrypt: SigningKey;
}

/** Publishes them beside the good one. */
export async function publishOtherKeys(outside: Outside): Promise<OtherKeys> {
  const [unendorsed, forSkype, toEncrypt] = await Promise.all([newKey(), newKey(), newKey()]);
  const { endorsements: _none, ...bare } = unendorsed.publicJwk;
  outside.keys.published.push(
    bare,
    { ...forSkype.publicJwk, endorsements: ['skype', 'msteams.evil'] },
    { ...toEncrypt.publicJwk, use: 'enc' },
  );
  return { unendorsed, forSkype, toEncrypt };
}

type Make = (outside: Outside, others: OtherKeys) => Promise<string>;

const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const bearer = async (token: Promise<string>) => `Bearer ${await token}`;

const withClaims =
  (claims: () => object): Make =>
  (outside) =>
    bearer(outside.token(BOT, { claims: claims() as Record<string, unknown> }));

/** The claims of a good token, for those who sign in ways that a library refuses. */
const goodClaims = (outside: Outside) => ({
  iss: 'https://api.botframework.com',
  aud: BOT,
  serviceurl: `${outside.origin}/`,
  exp: seconds(3600),
});

/** An HMAC whose secret is what everybody can read: the public key. */
function confused(outside: Outside, format: 'pem' | 'n'): string {
  const { n } = outside.key.publicJwk;
  const pem = createPublicKey({ key: outside.key.publicJwk as JsonWebKey, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  });
  const signed = `${part({ alg: 'HS256', typ: 'JWT', kid: outside.key.kid })}.${part(goodClaims(outside))}`;
  const secret = format === 'pem' ? pem : (n ?? '');
  return `Bearer ${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** A stranger's own key, brought along in the header. */
async function selfMade(outside: Outside, header: (key: SigningKey) => object): Promise<string> {
  const stranger = await newKey();
  return bearer(
    outside.token(BOT, { key: stranger, header: { kid: outside.key.kid, ...header(stranger) } }),
  );
}

/** Headers that let nobody in, by what is wrong with them. Everything else of the call is as it should be. */
export const wrongTokens: readonly (readonly [what: string, make: Make])[] = [
  ['no token', async () => ''],
  ['another scheme', async () => 'Basic am9objpqb2hu'],
  ['a scheme alone', async () => 'Bearer'],
  ['a scheme and blanks', async () => 'Bearer   '],
  ['the scheme in small letters', async (o) => `bearer ${await o.token(BOT)}`],
  ['no scheme', (o) => o.token(BOT)],
  ['two tokens', async (o) => `Bearer ${await o.token(BOT)} ${await o.token(BOT)}`],
  ['a good token and a comma', async (o) => `Bearer ${await o.token(BOT)},`],
  ['a word', async () => 'Bearer nonsense'],
  ['three words', async () => 'Bearer not.a.token'],
  ['five parts, as of an encrypted token', async () => 'Bearer a.b.c.d.e'],
  ['a very long word', async () => `Bearer ${'a'.repeat(6000)}.b.c`],
  ['a header that is no JSON', async (o) => `Bearer e30x.${part(goodClaims(o))}.c2ln`],
  ['no signature', async (o) => `Bearer ${(await o.token(BOT)).split('.').slice(0, 2).join('.')}.`],
  ['a signature cut short', async (o) => `Bearer ${(await o.token(BOT)).slice(0, -40)}`],
  [
    'another’s claims under a good signature',
    async (o) => {
      const [header, , signature] = (await o.token(BOT)).split('.');
      return `Bearer ${header}.${part({ ...goodClaims(o), extra: true })}.${signature}`;
    },
  ],
  ['a stranger’s signature under a good key’s id', (o) => selfMade(o, () => ({}))],
  ['a key in the header', (o) => selfMade(o, ({ publicJwk }) => ({ jwk: publicJwk }))],
  ['a key server in the header', (o) => selfMade(o, () => ({ jku: 'http://evil.example/keys' }))],
  ['a certificate in the header', (o) => selfMade(o, () => ({ x5c: ['MIIB'] }))],
  ['a key that nobody has published', async (o) => bearer(o.token(BOT, { key: await newKey() }))],
  ['no key id', (o) => bearer(o.token(BOT, { header: { kid: undefined as unknown as string } }))],
  ['a key endorsed for nothing', (o, k) => bearer(o.token(BOT, { key: k.unendorsed }))],
  ['a key endorsed for another channel', (o, k) => bearer(o.token(BOT, { key: k.forSkype }))],
  ['a key that is for encrypting', (o, k) => bearer(o.token(BOT, { key: k.toEncrypt }))],
  ['no algorithm', async (o) => `Bearer ${part({ alg: 'none' })}.${part(goodClaims(o))}.`],
  [
    'no algorithm, with a good key’s id and a signature',
    async (o) => {
      const signature = (await o.token(BOT)).split('.')[2];
      return `Bearer ${part({ alg: 'none', kid: o.key.kid })}.${part(goodClaims(o))}.${signature}`;
    },
  ],
  ['HS256 with the public key as the secret', async (o) => confused(o, 'pem')],
  ['HS256 with its modulus as the secret', async (o) => confused(o, 'n')],
  [
    'an elliptic curve',
    async (o) => {
      const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
      const header = { alg: 'ES256', kid: o.key.kid, jwk: await exportJWK(publicKey) };
      return bearer(new SignJWT(goodClaims(o)).setProtectedHeader(header).sign(privateKey));
    },
  ],
  [
    'a header that must be understood, and is not',
    async (o) => {
      const [, claims, signature] = (await o.token(BOT)).split('.');
      const header = part({ alg: 'RS256', kid: o.key.kid, crit: ['evil'], evil: true });
      return `Bearer ${header}.${claims}.${signature}`;
    },
  ],
  ['another issuer', withClaims(() => ({ iss: 'https://evil.example' }))],
  ['an issuer that looks like ours', withClaims(() => ({ iss: 'https://api.botframework.com/' }))],
  ['the tenant as its issuer', withClaims(() => ({ iss: `https://sts.windows.net/${TENANT}/` }))],
  [
    'the emulator as its issuer',
    withClaims(() => ({
      iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
      ver: '1.0',
      appid: BOT,
    })),
  ],
  ['no issuer', withClaims(() => ({ iss: undefined }))],
  ['another audience', withClaims(() => ({ aud: TENANT }))],
  ['several audiences', withClaims(() => ({ aud: [BOT, TENANT] }))],
  ['no audience', withClaims(() => ({ aud: undefined }))],
  ['expired ten minutes ago', withClaims(() => ({ exp: seconds(-600) }))],
  ['no expiry', withClaims(() => ({ exp: undefined }))],
  ['an expiry in words', withClaims(() => ({ exp: 'tomorrow' }))],
  ['good in an hour', withClaims(() => ({ nbf: seconds(3600) }))],
  ['another service URL', withClaims(() => ({ serviceurl: 'https://evil.example/' }))],
  ['a service URL with another ending', withClaims(() => ({ serviceurl: 'http://127.0.0.1/' }))],
  ['no service URL', withClaims(() => ({ serviceurl: undefined }))],
  [
    'a list of service URLs',
    (o) => withClaims(() => ({ serviceurl: [`${o.origin}/`] }))(o, {} as OtherKeys),
  ],
];
