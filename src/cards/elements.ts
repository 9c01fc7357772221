import type { Texts } from '../language/types.ts';
import type {
  AdaptiveCard,
  Color,
  ColumnSet,
  Container,
  ContainerStyle,
  Element,
  Refresh,
  RichTextBlock,
  Spacing,
  TextBlock,
  TextRun,
} from './adaptive-card.ts';
import { clip, oneLine, speakable, tidy } from './escape.ts';

/** The frame of every card. `summary` is its one sentence, for clients and readers that cannot draw it. */
export function frame(
  summary: string,
  body: readonly Element[],
  extras: Pick<AdaptiveCard, 'actions' | 'refresh' | 'msteams'> = {},
): AdaptiveCard {
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: clip(oneLine(summary), 400),
    speak: clip(speakable(summary), 400),
    ...extras,
    body,
  };
}

/** The band at the top: our own title, and a line below it that may hold people's text. */
export function head(style: ContainerStyle, title: string, line: readonly TextRun[]): Container {
  return {
    type: 'Container',
    style,
    bleed: true,
    items: [heading(title), ...(line.length > 0 ? [words(line, 'small')] : [])],
  };
}

/** Elements that belong together, with room above; nothing where there are none. */
export function section(items: readonly Element[]): Container[] {
  return items.length > 0 ? [{ type: 'Container', spacing: 'medium', items }] : [];
}

/** A title of our own; never with people's text in it. */
export function heading(text: string, size: 'medium' | 'large' = 'large'): TextBlock {
  return { type: 'TextBlock', style: 'heading', text, size, weight: 'bolder', wrap: true };
}

/** A text that is shown as it is, whoever wrote it. */
export function run(text: string, look: Omit<TextRun, 'type' | 'text'> = {}): TextRun {
  return { type: 'TextRun', text: tidy(text), ...look };
}

export function words(runs: readonly TextRun[] | string, spacing?: Spacing): RichTextBlock {
  const inlines = typeof runs === 'string' ? [run(runs)] : runs;
  return { type: 'RichTextBlock', inlines, ...(spacing ? { spacing } : {}) };
}

/** A sentence of less weight than the rest. */
export function aside(text: string, spacing: Spacing = 'default'): RichTextBlock {
  return words([run(text, { isSubtle: true, size: 'small' })], spacing);
}

/**
 * A sentence of our own that holds `moment`s. A TextBlock: nowhere else does Teams write them in the
 * reader's own time. Never with people's text in it.
 */
export function timed(
  text: string,
  look: Pick<TextBlock, 'isSubtle' | 'size' | 'spacing'> = {},
): TextBlock {
  return { type: 'TextBlock', text, wrap: true, ...look };
}

/** A moment for `timed`: the client fills it in, on its reader's clock and in his language. */
export function moment(time: Date): string {
  const at = `${time.toISOString().slice(0, 19)}Z`;
  return `{{DATE(${at},SHORT)}} {{TIME(${at})}}`;
}

/** The last line of a request's cards: which one it is, and since when. */
export function footer(id: string, createdAt: Date, texts: Texts): TextBlock {
  const text = texts.t('cards.footer', { id, at: moment(createdAt) });
  return timed(text, { isSubtle: true, size: 'small', spacing: 'medium' });
}

/** `label` left, what it is about right. Weights, not pixels, so that it holds at a phone's width. */
export function fact(label: string, value: readonly Element[] | string): ColumnSet {
  return {
    type: 'ColumnSet',
    spacing: 'small',
    columns: [
      { type: 'Column', width: 1, items: [words([run(label, { isSubtle: true })])] },
      {
        type: 'Column',
        width: 3,
        items: typeof value === 'string' ? [words(value)] : value,
      },
    ],
  };
}

/** Somebody's own words, set apart from ours, with his line breaks. At most `length` UTF-16 units. */
export function quote(label: string, text: string, length: number): Container {
  const lines = clip(tidy(text).trim(), length).split(/\n+/).slice(0, 12);
  return {
    type: 'Container',
    style: 'emphasis',
    spacing: 'medium',
    items: [
      words([run(label, { isSubtle: true, size: 'small' })]),
      ...lines.map((line) => words([run(line, { italic: true })], 'small')),
    ],
  };
}

/** A line that begins with a sign: `✓ …`. The sign only repeats what the words say. */
export function marked(sign: string, color: Color, rest: readonly TextRun[]): RichTextBlock {
  return words([run(`${sign} `, { color, weight: 'bolder' }), ...rest], 'small');
}

/** The first `limit` of `items`, then a line that counts the rest. */
export function capped<T>(
  items: readonly T[],
  limit: number,
  texts: Texts,
  draw: (item: T) => Element,
): Element[] {
  const rest = items.length - limit;
  return [
    ...items.slice(0, limit).map(draw),
    ...(rest > 0 ? [aside(texts.t('cards.more', { count: rest }), 'small')] : []),
  ];
}

/** `a, b and 7 more`, each name on one line and within `length`. */
export function named(
  names: readonly string[],
  limits: { readonly entries: number; readonly name: number },
  texts: Texts,
): string {
  const rest = names.length - limits.entries;
  const shown = names.slice(0, limits.entries).map((name) => clip(oneLine(name), limits.name));
  return texts.list(rest > 0 ? [...shown, texts.t('cards.more', { count: rest })] : shown);
}

/** Has Teams ask the bot for the card again when one of these people (MRIs; at most 60 count) opens it. */
export function refreshFor(requestId: string, mris: readonly string[]): Refresh {
  return {
    action: { type: 'Action.Execute', verb: 'request.refresh', data: { requestId } },
    ...(mris.length > 0 ? { userIds: mris.slice(0, 60) } : {}),
  };
}
