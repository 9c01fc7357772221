import type { ActivityIds } from '../../db/known-activities.ts';
import type { Problem, RequestView } from '../../requests/types.ts';
import type { OurTurn } from '../deps.ts';

/** What a press came to: the request as it now stands, or why nothing happened. */
export type Pressed =
  | {
      readonly kind: 'request';
      readonly view: RequestView;
      /** That the press was answered was noted with what it has changed. */
      readonly isNoted?: boolean;
    }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** One verb of our cards. Of `inputs` nothing is believed; `requestId` only finds the row. */
export interface CardAction {
  readonly verb: string;
  /** `answers`: the activity that is answered by what this comes to; null: whoever says the answer notes it. */
  run(
    our: OurTurn,
    requestId: string,
    inputs: Readonly<Record<string, unknown>>,
    answers: ActivityIds | null,
  ): Promise<Pressed>;
}

/** For the actions that answer with the request. */
export async function request(view: Promise<RequestView>): Promise<Pressed> {
  return { kind: 'request', view: await view };
}
