import type { Problem, RequestView } from '../../requests/types.ts';
import type { OurTurn } from '../deps.ts';

/** What a press came to: the request as it now stands, or why nothing happened. */
export type Pressed =
  | { readonly kind: 'request'; readonly view: RequestView }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** One verb of our cards. Of `inputs` nothing is believed; `requestId` only finds the row. */
export interface CardAction {
  readonly verb: string;
  run(our: OurTurn, requestId: string, inputs: Readonly<Record<string, unknown>>): Promise<Pressed>;
}

/** For the actions that answer with the request. */
export async function request(view: Promise<RequestView>): Promise<Pressed> {
  return { kind: 'request', view: await view };
}
