import type { AppError } from '../errors.ts';
import { explain } from './explain.ts';
import { textsFor } from './texts.ts';

/** Why a start was refused, and what to do, for whoever reads the terminal. */
export function startRefusal(error: AppError): string {
  const { cause, nextStep } = explain(textsFor('en'), error);
  return `${cause} ${nextStep}`;
}
