import type { TaskName, TaskPayloads } from '../requests/ports.ts';

/** What a task is told about the job it runs. */
export interface JobContext {
  readonly jobId: string;
  /** 1 for the first try. */
  readonly attempt: number;
}

/**
 * One kind of job. `run` may be called twice for the same job and then changes nothing more. A passing
 * error (`isPassing`) is tried again with backoff; `throttled` not before its param `retryAfterMs`.
 */
export interface Task<Deps, T extends TaskName = TaskName> {
  readonly name: T;
  run(deps: Deps, data: TaskPayloads[T], context: JobContext): Promise<void>;
  /**
   * Called once the error is not passing or the tries are used up, before the job goes to the dead
   * letters: the place to write down what people are told. Must be safe to call twice.
   */
  gaveUp?(deps: Deps, data: TaskPayloads[T], error: unknown): Promise<void>;
  /** How many jobs of this kind run at a time in one process; 2 when not said. */
  readonly concurrency?: number;
}

/** Every task there is, by name: a missing one does not compile. */
export type TaskRegistry<Deps> = { readonly [T in TaskName]: Task<Deps, T> };
