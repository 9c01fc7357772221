import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AppError } from '../errors.ts';

/** A certificate with its key, good to sign with now. */
export interface Certificate {
  /** The key (PKCS #8), in PEM. */
  readonly key: string;
  /** The certificate and what stands above it, in PEM. */
  readonly chain: string;
  /** SHA-256 of the certificate, in hex. */
  readonly thumbprint: string;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs;
const KEY = /-----BEGIN (?:RSA )?PRIVATE KEY-----.+?-----END (?:RSA )?PRIVATE KEY-----/s;

/**
 * Reads a PEM file with an unencrypted key and its certificate, which stands before the ones above it. It is
 * small and read for each new token, so that a renewed certificate needs no restart.
 *
 * @throws AppError `appSignIn.certificate*`: what is wrong with it is said before Entra is asked
 */
export function readCertificate(file: string): Certificate {
  const text = read(file);
  const chain = text.match(CERTIFICATE) ?? [];
  const [key] = KEY.exec(text) ?? [];
  const [own] = chain;
  if (own === undefined || key === undefined) {
    throw new AppError('appSignIn.certificateIncomplete', { file });
  }
  const { certificate, privateKey } = parse(own, key, file);
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new AppError('appSignIn.certificateOfOtherKey', { file });
  }
  checkDates(certificate);
  return {
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    chain: chain.join('\n'),
    thumbprint: certificate.fingerprint256.replaceAll(':', ''),
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('appSignIn.certificateUnreadable', { file }, { cause });
  }
}

function parse(
  own: string,
  key: string,
  file: string,
): { readonly certificate: X509Certificate; readonly privateKey: KeyObject } {
  try {
    return { certificate: new X509Certificate(own), privateKey: createPrivateKey(key) };
  } catch (cause) {
    throw new AppError('appSignIn.certificateIncomplete', { file }, { cause });
  }
}

function checkDates({ validFromDate, validToDate }: X509Certificate): void {
  const now = new Date();
  const told = (day: Date) => ({ cause: new Error(`the certificate says ${day.toISOString()}`) });
  if (now > validToDate) throw new AppError('appSignIn.certificateExpired', {}, told(validToDate));
  if (now < validFromDate)
    throw new AppError('appSignIn.certificateEarly', {}, told(validFromDate));
}
