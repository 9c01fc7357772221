import type { Problem } from '../requests/types.ts';
import type { Texts } from './types.ts';

/** A named cause in words: what is the matter, and what to do now. */
export interface Explanation {
  readonly cause: string;
  readonly nextStep: string;
}

/**
 * Puts a problem into words. Never throws: it is called where errors are caught. A code or a
 * parameter without a text gives the words for the unexpected, with `reference` to find it in the log.
 */
export function explain(texts: Texts, problem: Problem, reference = problem.code): Explanation {
  try {
    return {
      cause: texts.t(`errors.${problem.code}`, { ...problem.params }),
      nextStep: texts.t(`nextSteps.${problem.code}`, { ...problem.params }),
    };
  } catch {
    return {
      cause: texts.t('errors.unexpected', { reference }),
      nextStep: texts.t('nextSteps.unexpected', { reference }),
    };
  }
}
