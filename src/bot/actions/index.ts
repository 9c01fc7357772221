import type { ActivityIds } from '../../db/known-activities.ts';
import { AppError } from '../../errors.ts';
import type { OurTurn } from '../deps.ts';
import type { CardAction, Pressed } from './action.ts';
import { approve } from './approve.ts';
import { cancel } from './cancel.ts';
import { deny } from './deny.ts';
import { refresh } from './refresh.ts';
import { retry } from './retry.ts';
import { submit } from './submit.ts';

const actions: ReadonlyMap<string, CardAction> = new Map(
  [submit, approve, deny, cancel, retry, refresh].map((action) => [action.verb, action]),
);

/** A request's id as we make it; nothing else is looked for: a database refuses some texts. */
const REQUEST_ID = /^[0-9a-z]{8}$/;

/** Runs the action of a verb. A verb that we do not know is an old card's, or somebody's invention. */
export async function press(
  our: OurTurn,
  verb: string,
  data: Readonly<Record<string, unknown>>,
  answers: ActivityIds | null = null,
): Promise<Pressed> {
  const action = actions.get(verb);
  const { requestId, ...inputs } = data;
  if (!action || typeof requestId !== 'string') throw new AppError('request.staleCard');
  if (!REQUEST_ID.test(requestId)) throw new AppError('request.notFound');
  return action.run(our, requestId, inputs, answers);
}
