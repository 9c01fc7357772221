import { AppError } from '../errors.ts';

/** How a thing is: `unchecked` where nobody can tell from here, and why. */
export type State = 'ok' | 'warning' | 'problem' | 'unchecked';

/** What was found of one thing. */
export interface Finding {
  /** Stable: others read it by this name. */
  readonly name: string;
  readonly state: State;
  /** Of what is well, a text `doctor.well.…`; of anything else, a cause and a next step as of any error. */
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

type Told = Pick<Finding, 'code' | 'params'>;

const found =
  (state: State) =>
  (name: string, { code, params }: Told): Finding => ({ name, state, code, params });

/** It is not as it should be, and the product works all the same. */
export const warning = found('warning');
/** Something does not work. */
export const problem = found('problem');
/** Nobody can tell from here. */
export const unchecked = found('unchecked');

/** It is well; `code` names what is said of it. */
export function ok(name: string, code: string, params: Finding['params'] = {}): Finding {
  return { name, state: 'ok', code, params };
}

/** Codes that say: somebody did not answer, so that trying again may help. */
const AWAY = new Set(['unavailable', 'throttled', 'doctor.noAnswer', 'start.databaseUnreachable']);

/** Whether it could not be told, or does not work, because somebody did not answer. */
export const isAway = ({ code }: Finding) => AWAY.has(code);

/** Looks at one thing; what is thrown by name is what was found. */
export async function lookAt(
  name: string,
  look: () => Promise<Finding | readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return [await look()].flat();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [problem(name, error)];
  }
}
