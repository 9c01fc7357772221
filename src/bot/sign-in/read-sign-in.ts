import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { AppError } from '../../errors.ts';

const Short = z.string().min(1).max(200);

/** What a Teams client sends while it signs somebody in, by the name of the invoke. */
const SignIn = z.discriminatedUnion('name', [
  z.object({
    /** Single sign-on has given it a token, without asking. Each of a person's clients sends it. */
    name: z.literal('signin/tokenExchange'),
    value: z.looseObject({ id: Short, connectionName: Short, token: z.string().min(1) }),
  }),
  z.object({
    /** He has signed in in a window, which has given it a code; or has closed the window. */
    name: z.literal('signin/verifyState'),
    value: z.looseObject({ state: Short }),
  }),
  z.object({
    /** It could not sign him in. */
    name: z.literal('signin/failure'),
    value: z.looseObject({ code: z.string().nullish() }),
  }),
]);

export type SignInInvoke = z.infer<typeof SignIn>;

/** Reads such an invoke; null: it is another one. Throws AppError `turn.unreadable` for one without what it needs. */
export function readSignIn({ name, value }: Activity): SignInInvoke | null {
  if (!name?.startsWith('signin/')) return null;
  const read = SignIn.safeParse({ name, value });
  if (!read.success) throw new AppError('turn.unreadable');
  return read.data;
}
