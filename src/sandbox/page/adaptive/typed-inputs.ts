import { type CardJson, isObject } from '../chat/activity.ts';

/** What stands in a card's inputs, by their ids. */
export type TypedInputs = Readonly<Record<string, string>>;

/** The card with what was typed as its inputs' values, so that drawing it anew loses nothing. */
export function keepTyped(card: CardJson, typed: TypedInputs): CardJson {
  if (Object.keys(typed).length === 0) return card;
  const filled = fill(card, typed);
  return isObject(filled) ? filled : card;
}

function fill(value: unknown, typed: TypedInputs): unknown {
  if (Array.isArray(value)) return value.map((each) => fill(each, typed));
  if (!isObject(value)) return value;
  const copy = Object.fromEntries(
    // An action's data is the bot's own and is handed back as it came.
    Object.entries(value).map(([key, each]) => [key, key === 'data' ? each : fill(each, typed)]),
  );
  const { type, id } = value;
  const isInput = typeof type === 'string' && type.startsWith('Input.') && typeof id === 'string';
  return isInput && Object.hasOwn(typed, id) ? { ...copy, value: typed[id] } : copy;
}
