import type { Logger } from 'pino';
import type { SignInWatch } from './graph/sign-in-watch.ts';
import { startRefusal } from './language/start-texts.ts';
import type { Check } from './server/checks.ts';

/** Whether Microsoft lets us in, in words for whoever runs the product; the log is told once of each problem. */
export function signInCheck(watch: SignInWatch, log: Logger): Check {
  let told: string | null = null;
  return async () => {
    const problem = await watch();
    const isNews = problem !== null && problem.code !== told;
    told = problem?.code ?? null;
    if (problem === null) return 'ok';
    const words = startRefusal(problem);
    if (isNews) log.error({ err: problem }, words);
    return words;
  };
}
