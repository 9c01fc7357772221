import type { Limit } from './limits.ts';
import type { Query } from './odata.ts';
import type { HttpAnswer, HttpCall } from './transport.ts';

/** A call to Graph, complete with what is needed to pace it and to name its refusal. */
export interface GraphCall {
  readonly method?: HttpCall['method'];
  readonly version?: HttpCall['version'];
  /** From the version on, encoded (`pathOf`), without the query. */
  readonly path: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** What it counts against, the narrowest first; taken in this order. */
  readonly limits: readonly Limit[];
  /** Resource units of a read. Default 1. */
  readonly cost?: number;
  /** It goes before others, unless nobody waits for what it is part of (`waiting.ts`). */
  readonly urgent: boolean;
  /** A person's token, in whose right it is made; unset: the application's. */
  readonly ownToken?: string;
  /** The application permission it needs; a person's call needs the delegated one of the same name. */
  readonly permission: string;
  /** It touches a user who may have been created a moment ago. */
  readonly fresh?: boolean;
  /** The answers inside this one, each throttled on its own. */
  readonly parts?: (answer: HttpAnswer) => readonly Answered[];
  /** Refusals that are answers here: returned, not thrown. */
  readonly accepts?: readonly number[];
}

/** What an answer says of the limits. */
export type Answered = Pick<HttpAnswer, 'status' | 'headers'>;

/** Whether it changes nothing. A batch is one of reads here. */
export const isRead = (call: GraphCall) =>
  (call.method ?? 'GET') === 'GET' || call.path === '/$batch';

/** Whether an answer is one that the call expects. */
export const isExpected = (call: GraphCall, { status }: HttpAnswer) =>
  status < 400 || call.accepts?.includes(status) === true;
