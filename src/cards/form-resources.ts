import type { Texts } from '../language/types.ts';
import type { OpenResource, RequestView, ResourceView } from '../requests/types.ts';
import type { ChoiceSet, Element, TextInput } from './adaptive-card.ts';
import { aside } from './elements.ts';
import { cleanLine, clip, oneLine } from './escape.ts';
import type { Limits } from './fit.ts';
import { resourceName } from './people.ts';

/** The value of the choice `directory only` in the input `resources`. */
export const DIRECTORY_ONLY = 'directory-only';

/** Settled resources beside which the choice still holds the candidates. */
const SETTLED = 6;
/** Candidates offered at most; ten groups of one name fit. */
const CANDIDATES = 12;

/** Settled resources; the directory itself is none. */
function settledOf(view: RequestView): readonly ResourceView[] {
  return view.resources.filter(({ id }) => id !== '');
}

/** Whether there is something to choose from. Too many settled ones would crowd it out: then names are written. */
export function choosing(view: RequestView): boolean {
  return (
    view.openResources.some(({ candidates }) => candidates.length > 0) &&
    settledOf(view).length <= SETTLED
  );
}

export function resourcesInput(view: RequestView, texts: Texts, limits: Limits): Element {
  return choosing(view) ? resourceChoice(view, texts, limits) : resourceText(view, texts);
}

/** One name a line: what is settled, and what was asked for and not found. */
export function resourceLines(view: RequestView): string {
  const names = [
    ...settledOf(view).map(({ name }) => name),
    ...view.openResources.map(({ asked }) => asked),
  ];
  return names
    .filter((name) => name !== '')
    .map(cleanLine)
    .join('\n');
}

function resourceText(view: RequestView, texts: Texts): TextInput {
  const value = resourceLines(view);
  const free = view.directoryOnlyAllowed === true;
  return {
    type: 'Input.Text',
    id: 'resources',
    label: texts.t(free ? 'cards.input.resourcesOrNone' : 'cards.input.resources'),
    placeholder: texts.t('cards.input.resourcesPlaceholder'),
    isMultiline: true,
    ...(free ? {} : { isRequired: true, errorMessage: texts.t('cards.input.resourcesMissing') }),
    ...(value ? { value } : {}),
  };
}

/**
 * What to choose from, by id. Settled ones are chosen already; none of the candidates is: a name that
 * fits several is asked about, never guessed.
 */
function resourceChoice(view: RequestView, texts: Texts, limits: Limits): ChoiceSet {
  const settled = settledOf(view);
  const several = settled.length + view.openResources.length > 1;
  const length = { name: Math.min(limits.name, 80) };
  const choices = [
    ...settled.map((resource) => ({
      title: resourceName(resource, texts, length),
      value: resource.id,
    })),
    ...candidates(view.openResources)
      .filter(({ id }) => settled.every((resource) => resource.id !== id))
      .slice(0, CANDIDATES)
      .map((candidate) => ({
        title: candidateTitle(candidate, texts, limits),
        value: candidate.id,
      })),
    ...(view.directoryOnlyAllowed && !several
      ? [{ title: texts.t('cards.form.directoryOnly'), value: DIRECTORY_ONLY }]
      : []),
  ];
  return {
    type: 'Input.ChoiceSet',
    id: 'resources',
    label: texts.t(several ? 'cards.input.resourcesChoices' : 'cards.input.resourcesChoice'),
    style: 'expanded',
    wrap: true,
    isRequired: true,
    errorMessage: texts.t('cards.input.resourcesMissing'),
    ...(several ? { isMultiSelect: true } : {}),
    ...(settled.length > 0 ? { value: settled.map(({ id }) => id).join(',') } : {}),
    choices,
  };
}

/** Best candidates of each name first, each resource once. */
function candidates(open: readonly OpenResource[]): OpenResource['candidates'] {
  const longest = Math.max(0, ...open.map((each) => each.candidates.length));
  const ranked = Array.from({ length: longest }, (_, rank) =>
    open.flatMap((each) => each.candidates[rank] ?? []),
  ).flat();
  return [...new Map(ranked.map((candidate) => [candidate.id, candidate])).values()];
}

function candidateTitle(
  candidate: OpenResource['candidates'][number],
  texts: Texts,
  limits: Limits,
): string {
  const name = resourceName(candidate, texts, { name: Math.min(limits.name, 80) });
  const description = clip(oneLine(candidate.description ?? ''), Math.min(limits.words, 120));
  return description ? `${name} · ${description}` : name;
}

/** Says what to do where none of the offered ones is meant, and that more fitted than are shown. */
export function choiceHint(view: RequestView, texts: Texts): Element[] {
  if (!choosing(view)) return [];
  const rest = candidates(view.openResources).length - CANDIDATES;
  return [
    ...(rest > 0 ? [aside(texts.t('cards.form.moreFit', { count: rest }))] : []),
    aside(texts.t('cards.form.noneMeant')),
  ];
}
