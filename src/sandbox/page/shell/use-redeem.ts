import type { Mail } from '../api/shapes.ts';
import { recipientsOf } from '../mailbox/mails-to.ts';
import { followRedeemLink } from '../mailbox/redeem.ts';
import { t } from '../texts.ts';
import { useToasts } from './toasts.tsx';

/** Presses *Get started* in a mail: says what came of it, and goes on as the guest. */
export function useRedeem(onArrived: (guest: string) => void): (mail: Mail) => Promise<void> {
  const toast = useToasts();
  return async (mail) => {
    const guest = recipientsOf(mail)[0] ?? '';
    const outcome = mail.redeemUrl ? await followRedeemLink(mail.redeemUrl) : 'refused';
    if (outcome === 'redeemed') {
      toast('success', t('mail.redeemed', { guest }), t('mail.redeemedAbout'));
      onArrived(guest.toLowerCase());
    } else {
      toast('error', t(`mail.${outcome}`), t(`mail.${outcome}About`));
    }
  };
}
