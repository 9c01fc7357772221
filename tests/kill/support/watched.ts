/** Something of the bot that was seen: a call that goes out or was answered, a commit that is asked for or was given. */
export interface Watched {
  readonly kind: 'call' | 'commit';
  readonly name: string;
  readonly when: 'before' | 'after';
  /** Milliseconds since 1970, on the machine's clock. */
  readonly at: number;
  /** Messages that a commit has written down. */
  readonly ids: readonly string[];
}

/** Where the process is to be killed: at the `nth` of these since the plan was made. */
export interface Plan extends Pick<Watched, 'kind' | 'name' | 'when'> {
  readonly id: string;
  readonly nth: number;
}

/**
 * A line of the watched process' log; the driver marks in it where a part of the story begins, and when it has found
 * or made the process gone: on the machine's clock, which the sandbox's is `ahead` of.
 */
export type Line =
  | Watched
  | (Omit<Watched, 'kind'> & { readonly kind: 'struck' })
  | { readonly kind: 'part'; readonly name: string; readonly at: number }
  | { readonly kind: 'gone'; readonly at: number; readonly ahead: number };
