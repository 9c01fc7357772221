import { AppError } from '../../errors.ts';
import { signInDesk } from '../sign-in/sign-in-desk.ts';
import { signedInText, signInCard } from '../sign-in/sign-in-messages.ts';
import type { CommandHandler } from './command.ts';

/** `sign in`: the card by which Teams signs a person in, so that his guests are brought in in his own name. */
export const signIn: CommandHandler<'signIn'> = {
  kind: 'signIn',
  async run(our) {
    const { tokens, memberId } = signInDesk(our);
    const { turn } = our;
    if (turn.chatKind !== 'personal') throw new AppError('signIn.ownChat');
    if (await tokens.tokenOf(memberId)) {
      return { kind: 'message', message: { text: signedInText(our, 'already') } };
    }
    const resource = await tokens.signInResource({ memberId, ...turn.chat });
    return { kind: 'message', message: signInCard(resource, our) };
  },
};
