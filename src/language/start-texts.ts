import type { AppError } from '../errors.ts';
import { textsFor } from './texts.ts';

/** Why a start was refused, and what to do, for whoever reads the terminal. */
export function startRefusal(error: AppError): string {
  const { t } = textsFor('en');
  return `${t(`errors.${error.code}`, error.params)} ${t(`nextSteps.${error.code}`, error.params)}`;
}
