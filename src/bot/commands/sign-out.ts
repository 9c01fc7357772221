import { signInDesk } from '../sign-in/sign-in-desk.ts';
import type { CommandHandler } from './command.ts';

/** `sign out`: nothing is done in his name any more. */
export const signOut: CommandHandler<'signOut'> = {
  kind: 'signOut',
  async run(our) {
    const { tokens, memberId } = signInDesk(our);
    await tokens.signOut(memberId);
    return { kind: 'message', message: { text: our.texts.t('cards.ownRight.signedOut') } };
  },
};
