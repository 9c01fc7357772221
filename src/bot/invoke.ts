import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { refresh } from './actions/refresh.ts';

/** What Teams sends for an Action.Execute and for a card's refresh. */
const CardInvoke = z.looseObject({
  action: z.looseObject({
    verb: z.string(),
    data: z.looseObject({}).nullish(),
  }),
  /** `automatic`: the client looks by itself whether the card is still as it was. */
  trigger: z.string().nullish(),
});

export type CardInvoke = z.infer<typeof CardInvoke>;

/**
 * Reads a press, or a look by which a client keeps its card fresh. Throws AppError `turn.unreadable` for
 * every other invoke: we offer nothing that would send one.
 */
export function readInvoke({ name, value }: Activity): CardInvoke {
  const invoke = CardInvoke.safeParse(value);
  if (name !== 'adaptiveCard/action' || !invoke.success) {
    throw new AppError('turn.unreadable', {}, { cause: invoke.error });
  }
  return invoke.data;
}

/** Whether nobody has pressed anything: a client looks by itself. */
export function isLook({ action, trigger }: CardInvoke): boolean {
  return trigger === 'automatic' && action.verb === refresh.verb;
}
