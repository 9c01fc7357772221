import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

/** A certificate of an app, with its key, both in PEM. */
export interface GivenCertificate {
  readonly certificate: string;
  readonly key: string;
  /** Of the certificate, SHA-256, in hex. */
  readonly thumbprint: string;
}

/** Makes one that is good for a year from yesterday, or between other days from today. */
export async function givenCertificate(
  days: { readonly from: number; readonly to: number } = { from: -1, to: 365 },
): Promise<GivenCertificate> {
  const inDays = (count: number) => new Date(Date.now() + count * 86_400_000);
  const made = await generate([{ name: 'commonName', value: 'Guestlist' }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: inDays(days.from),
    notAfterDate: inDays(days.to),
  });
  const thumbprint = new X509Certificate(made.cert).fingerprint256.replaceAll(':', '');
  return { certificate: made.cert, key: made.private, thumbprint };
}
