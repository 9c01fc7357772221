import type { Texts } from '../language/types.ts';
import { TEXT_LIMITS } from '../requests/read-text.ts';
import type { RequestView } from '../requests/types.ts';
import type { Element, TextInput } from './adaptive-card.ts';
import { buttons, execute } from './buttons.ts';
import { marked, run, section, words } from './elements.ts';
import { clean, cleanLine, clip, oneLine } from './escape.ts';
import { jsonBytes, type Limits } from './fit.ts';
import { choiceHint, choosing, resourceLines, resourcesInput } from './form-resources.ts';
import { problemLine } from './progress.ts';

/** Inputs of the form, as pinned. */
export type FormField = 'guests' | 'resources' | 'reason' | 'until' | 'message';

/** Bytes of JSON that a prefilled value may take: together they leave room for the rest of the card. */
const ROOM: Record<Exclude<FormField, 'until'>, number> = {
  guests: 4_000,
  resources: 2_000,
  reason: 1_500,
  message: 4_000,
};

/**
 * The inputs this draft's form offers. What is too long to be shown in an input is not offered, and
 * stays as it was written: a submit says nothing about it (clients leave out empty inputs, too, so
 * only this function tells `emptied` from `not offered`).
 */
export function offeredInputs(view: RequestView): ReadonlySet<FormField> {
  const values = {
    guests: guestLines(view),
    resources: choosing(view) ? '' : resourceLines(view),
    reason: view.reason ?? '',
    message: view.message ?? '',
  };
  const fields: readonly FormField[] = ['guests', 'resources', 'reason', 'until', 'message'];
  return new Set(
    fields.filter((field) => field === 'until' || jsonBytes(values[field]) <= ROOM[field]),
  );
}

/** The form of a draft: what is known stands in it, what is open or was said unclearly is asked. */
export function form(view: RequestView, texts: Texts, limits: Limits): Element[] {
  const offered = offeredInputs(view);
  const inputs: Record<FormField, () => Element> = {
    guests: () => guestsInput(view, texts),
    resources: () => resourcesInput(view, texts, limits),
    reason: () => textInput('reason', view.reason, texts),
    until: () => ({
      type: 'Input.Date',
      id: 'until',
      label: texts.t('cards.input.until'),
      ...(view.until ? { value: view.until } : {}),
    }),
    message: () => textInput('message', view.message, texts),
  };
  const fields: readonly FormField[] = ['guests', 'resources', 'until', 'reason', 'message'];
  return [
    ...section(view.problem ? [problemLine(view.problem, texts, limits)] : []),
    ...openQuestions(view, texts, limits),
    ...fields.flatMap((field) => [
      offered.has(field) ? inputs[field]() : kept(field, texts),
      ...(field === 'resources' ? choiceHint(view, texts) : []),
    ]),
    buttons([
      execute('request.submit', texts.t('cards.button.submit'), view.id, { style: 'positive' }),
      execute('request.cancel', texts.t('cards.button.cancel'), view.id, {
        associatedInputs: 'none',
      }),
    ]),
  ];
}

function kept(field: FormField, texts: Texts): Element {
  return words([
    run(`${texts.t(`cards.input.${field}`)}: `, { weight: 'bolder' }),
    run(texts.t('cards.form.kept')),
  ]);
}

/** One sentence for each name that could not be settled. */
function openQuestions(view: RequestView, texts: Texts, limits: Limits): Element[] {
  const named = view.openResources.filter(({ asked }) => asked !== '').slice(0, 5);
  const lines = named.map(({ asked, reason, candidates }) => {
    const kind = reason === 'notFound' && candidates.length > 0 ? 'near' : reason;
    const text = texts.t(`cards.form.${kind}`, { asked: clip(oneLine(asked), limits.name) });
    return marked('?', 'accent', [run(text)]);
  });
  return section(lines);
}

/** One guest a line, as he would be written in a sentence. */
function guestLines(view: RequestView): string {
  return view.guests
    .map(({ name, address }) =>
      name ? `${cleanLine(name)} <${cleanLine(address)}>` : cleanLine(address),
    )
    .join('\n');
}

function guestsInput(view: RequestView, texts: Texts): TextInput {
  const value = guestLines(view);
  return {
    type: 'Input.Text',
    id: 'guests',
    label: texts.t('cards.input.guests'),
    placeholder: texts.t('cards.input.guestsPlaceholder'),
    isMultiline: true,
    isRequired: true,
    errorMessage: texts.t('cards.input.guestsMissing'),
    ...(value ? { value } : {}),
  };
}

function textInput(id: 'reason' | 'message', value: string | null, texts: Texts): TextInput {
  return {
    type: 'Input.Text',
    id,
    label: texts.t(`cards.input.${id}`),
    placeholder: texts.t(`cards.input.${id}Placeholder`),
    isMultiline: true,
    maxLength: Math.max(TEXT_LIMITS[id], value?.length ?? 0),
    ...(value ? { value: clean(value) } : {}),
  };
}
