/** What became of pressing *Get started*. */
export type Redemption = 'redeemed' | 'refused' | 'offline';

/** Whether two addresses are the same page of the sandbox, by whichever of the machine's names. */
export function samePage(left: string, right: string): boolean {
  return URL.canParse(left) && URL.canParse(right) && named(left) === named(right);
}

function named(address: string): string {
  const url = new URL(address);
  if (url.hostname === 'localhost') url.hostname = '127.0.0.1';
  return url.href;
}

/**
 * Follows a redeem link as the guest's browser would, up to where it leads out of the sandbox:
 * that place exists in a real tenant only.
 */
export async function followRedeemLink(link: string): Promise<Redemption> {
  const { pathname, search } = new URL(link);
  try {
    const answer = await fetch(`${pathname}${search}`, { redirect: 'manual' });
    return answer.type === 'opaqueredirect' || answer.ok ? 'redeemed' : 'refused';
  } catch {
    return 'offline';
  }
}
