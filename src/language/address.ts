import { domainToASCII } from 'node:url';
import type { Problem } from '../requests/types.ts';

/**
 * An address Entra takes, its domain in lower case and ASCII; or why it refuses it, and the address
 * that may have been meant, where there is one.
 */
export type AddressCheck =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly problem: Problem; readonly suggestion: string | null };

/** Entra's list for `invitedUserEmailAddress`. The plus sign is on it, too, and is told apart below. */
const REFUSED = /[~!#$%^&*()+=[\]{}\\/|;:"<>?,]/u;
/** RFC 5321, 4.5.3.1. */
const LONGEST_LOCAL_PART = 64;
const LONGEST_ADDRESS = 254;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Whether Entra will take this address for an invitation, told before anything is asked of it. */
export function checkAddress(typed: string): AddressCheck {
  const address = typed.trim();
  const parts = address.split('@');
  const [local = '', domain = ''] = parts;
  if (parts.length !== 2 || local === '' || domain === '' || /\s/.test(address)) {
    return refused('guest.addressShape', { address });
  }
  const withoutTag = /^([^+]+)\+[^+]*$/.exec(local)?.[1];
  const character = REFUSED.exec(`${withoutTag ?? local}@${domain}`)?.[0];
  if (character) return refused('guest.addressCharacters', { address, character });
  if (withoutTag !== undefined) {
    const meant = checkAddress(`${withoutTag}@${domain}`);
    return refused('guest.plusAddress', { address }, meant.ok ? meant.address : null);
  }
  return checkShape(address, local, domain);
}

function checkShape(address: string, local: string, domain: string): AddressCheck {
  const withoutDots = `${trimmedDots(local)}@${trimmedDots(domain)}`;
  if (withoutDots !== address) {
    const meant = checkAddress(withoutDots);
    return refused('guest.addressShape', { address }, meant.ok ? meant.address : null);
  }
  const ascii = domainToASCII(domain.toLowerCase());
  if (!isDomain(ascii)) return refused('guest.addressShape', { address });
  const checked = `${local}@${ascii}`;
  if (local.length > LONGEST_LOCAL_PART || checked.length > LONGEST_ADDRESS) {
    return refused('guest.addressLength', { address });
  }
  return { ok: true, address: checked };
}

/** At least two labels, and no number as the last: `gmail`, `10.0.0.1` and `-x.com` are none. */
function isDomain(ascii: string): boolean {
  const labels = ascii.split('.');
  const last = labels.at(-1) ?? '';
  return labels.length > 1 && labels.every((label) => LABEL.test(label)) && /\D/.test(last);
}

function trimmedDots(text: string): string {
  return text.replace(/\.{2,}/g, '.').replace(/^\.|\.$/g, '');
}

function refused(
  code: string,
  params: Record<string, string>,
  suggestion: string | null = null,
): AddressCheck {
  return { ok: false, problem: { code, params }, suggestion };
}
