import type { AppError } from '../errors.ts';
import { explain } from './explain.ts';
import { textsFor } from './texts.ts';

/** Why a start was refused, or nothing works, and what to do, for whoever reads the terminal or the log. */
export function startRefusal(error: AppError): string {
  const { cause, nextStep } = explain(textsFor('en'), error);
  return `${cause} ${nextStep}`;
}
