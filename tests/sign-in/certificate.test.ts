import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readCertificate } from '../../src/sign-in/certificate.ts';
import { type GivenCertificate, givenCertificate } from '../support/certificate.ts';

let folder: string;
let own: GivenCertificate;
let above: GivenCertificate;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guestlist-certificate-'));
  [own, above] = await Promise.all([givenCertificate(), givenCertificate()]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(...parts: readonly string[]) {
  const file = join(folder, 'app.pem');
  writeFileSync(file, parts.join('\n'));
  return readCertificate(file);
}

test('key and certificate are found in either order, with the chain above', () => {
  const { thumbprint } = own;
  expect(read(own.key, own.certificate)).toMatchObject({ thumbprint });
  const whole = read('Bag Attributes', own.certificate, above.certificate, own.key);
  expect(whole.thumbprint).toBe(thumbprint);
  expect(whole.chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  expect(whole.key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
});

test.each<[string, () => readonly string[], string]>([
  ['no key', () => [own.certificate], 'appSignIn.certificateIncomplete'],
  ['no certificate', () => [own.key], 'appSignIn.certificateIncomplete'],
  ['nothing', () => [], 'appSignIn.certificateIncomplete'],
  [
    'a broken certificate',
    () => [own.key, own.certificate.replace(/[A-Za-z0-9]{40}/, 'A'.repeat(40))],
    'appSignIn.certificateIncomplete',
  ],
  [
    'the key of another certificate',
    () => [above.key, own.certificate],
    'appSignIn.certificateOfOtherKey',
  ],
])('a file with %s is refused', (_what, parts, code) => {
  expect(() => read(...parts())).toThrow(expect.objectContaining({ code }));
});

test('one that has expired, or is not valid yet, is refused before Entra is asked', async () => {
  const [old, early] = await Promise.all([
    givenCertificate({ from: -30, to: -1 }),
    givenCertificate({ from: 1, to: 30 }),
  ]);
  expect(() => read(old.key, old.certificate)).toThrow(
    expect.objectContaining({ code: 'appSignIn.certificateExpired' }),
  );
  expect(() => read(early.key, early.certificate)).toThrow(
    expect.objectContaining({ code: 'appSignIn.certificateEarly' }),
  );
});
