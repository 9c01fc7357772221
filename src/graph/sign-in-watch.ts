import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import { machineMissing } from '../sign-in/refusal.ts';
import type { Tokens } from './tokens.ts';

/** Tells why Entra does not let us in, by the last that is known; null: nothing speaks against it. */
export type SignInWatch = () => Promise<AppError | null>;

/** Who asks how we are is not kept waiting for Entra for longer, in ms. */
const AT_ONCE_MS = 1000;

/** A refusal stands for so long before Entra is asked again, in ms: those who ask how we are ask often. */
const AGAIN_MS = 10_000;

/** Watches the sign-in by the tokens that Graph is called with. That Entra is away for a while is no refusal. */
export function watchSignIn(tokens: Tokens): SignInWatch {
  let problem: AppError | null = null;
  let hadToken = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | null = null;

  const look = async () => {
    askedAt = performance.now();
    try {
      await tokens.current();
      hadToken = true;
      problem = null;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code !== 'unavailable') problem = error;
      else if (!hadToken) problem = machineMissing(error) ?? problem;
    }
  };
  return async () => {
    if (problem === null || performance.now() - askedAt > AGAIN_MS) {
      underWay ??= look().finally(() => {
        underWay = null;
      });
    }
    if (underWay) await Promise.race([underWay, wait(AT_ONCE_MS, undefined, { ref: false })]);
    return problem;
  };
}
