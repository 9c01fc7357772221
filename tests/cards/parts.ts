/** A card, or a part of it, as plain JSON. */
export type Part = Readonly<Record<string, unknown>>;

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every element, action and inline of a card that has a type, the card itself first. */
export function* parts(value: unknown): Generator<Part> {
  if (Array.isArray(value)) for (const each of value) yield* parts(each);
  if (!isPart(value)) return;
  if (typeof value.type === 'string') yield value;
  for (const each of Object.values(value)) yield* parts(each);
}

export function ofType(card: unknown, type: string): Part[] {
  return [...parts(card)].filter((part) => part.type === type);
}

/** What a person reads on the card, one line for each text. Values of inputs are not part of it. */
export function readable(card: unknown): string {
  const lines = [...parts(card)].flatMap(({ type, text, inlines }) => {
    if (type === 'TextBlock') return [String(text)];
    if (type === 'RichTextBlock' && Array.isArray(inlines))
      return [[...parts(inlines)].map((run) => run.text).join('')];
    return [];
  });
  return lines.join('\n');
}

/** Buttons that the bot answers, by verb, as they stand on the card (a refresh is none). */
export function verbs(card: { readonly body: unknown }): string[] {
  return ofType(card.body, 'Action.Execute').map(({ verb }) => String(verb));
}

export function inputs(card: unknown): Map<string, Part> {
  const found = [...parts(card)].filter(({ type }) => String(type).startsWith('Input.'));
  return new Map(found.map((input) => [String(input.id), input]));
}
