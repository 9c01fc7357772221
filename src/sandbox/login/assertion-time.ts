import type { JWTPayload } from 'jose';

/** How far the clocks of two machines may be apart, in seconds. */
const CLOCKS_APART = 300;

/** Whether an assertion has begun and not ended by the machine's clock. One without an end is none. */
export function isWithinItsTime({ nbf = 0, exp }: JWTPayload): boolean {
  const now = Date.now() / 1000;
  return exp !== undefined && exp + CLOCKS_APART > now && nbf - CLOCKS_APART < now;
}
