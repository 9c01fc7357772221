import { type Config, readConfig } from '../config.ts';
import { examine } from '../doctor/examine.ts';
import { type Finding, isAway, problem, unchecked } from '../doctor/finding.ts';
import { AppError } from '../errors.ts';
import { findingWords } from '../language/finding-words.ts';
import { textsFor } from '../language/texts.ts';
import type { Outcome } from './commands.ts';

/** Looks at all that the product needs, whether or not it runs, and says what is missing and what mends it. */
export async function doctor(rest: readonly string[]): Promise<Outcome> {
  const [option] = rest;
  if (option !== undefined) throw new AppError('start.optionUnknown', { option });
  const config = settings();
  if (config instanceof AppError) return outcome(2, withoutSettings(config));
  const findings = await examine(config);
  const isWell = findings.every(({ state }) => state === 'ok' || state === 'unchecked');
  return outcome(findings.some(isAway) ? 4 : isWell ? 0 : 1, findings);
}

function settings(): Config | AppError {
  try {
    return readConfig();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function withoutSettings(refusal: AppError): readonly Finding[] {
  return [
    problem('settings', refusal),
    unchecked('others', { code: 'doctor.noSettings', params: {} }),
  ];
}

function outcome(exit: Outcome['exit'], findings: readonly Finding[]): Outcome {
  const texts = textsFor('en');
  const told = findings.map((finding) => ({
    name: finding.name,
    state: finding.state,
    ...findingWords(texts, finding),
  }));
  const width = Math.max(...told.map(({ name }) => name.length));
  const states = told.map(({ state }) => texts.t(`doctor.state.${state}`));
  const stateWidth = Math.max(...states.map(({ length }) => length));
  const indent = ' '.repeat(width + stateWidth + 4);
  const lines = told.flatMap(({ name, cause, nextStep }, at) => [
    `${(states[at] ?? '').padEnd(stateWidth)}  ${name.padEnd(width)}  ${cause}`,
    ...(nextStep === '' ? [] : [`${indent}→ ${nextStep}`]),
  ]);
  const of = (wanted: Finding['state']) => told.filter(({ state }) => state === wanted).length;
  const counts = {
    wells: of('ok'),
    warnings: of('warning'),
    problems: of('problem'),
    unchecked: of('unchecked'),
  };
  return {
    exit,
    lines: [...lines, '', texts.t('doctor.summary', counts)],
    data: { exit, findings: told },
  };
}
