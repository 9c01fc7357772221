import type {
  Action,
  ActionSet,
  ActionStyle,
  Execute,
  OpenUrl,
  Submit,
  ToggleVisibility,
} from './adaptive-card.ts';
import { clip, oneLine } from './escape.ts';

/** A request's verbs, as pinned. */
export type RequestVerb =
  | 'request.submit'
  | 'request.approve'
  | 'request.deny'
  | 'request.cancel'
  | 'request.retry'
  | 'request.refresh';

/** How a button looks and whether it brings the card's inputs with it (it does, unless told). */
interface Look {
  readonly style?: ActionStyle;
  readonly associatedInputs?: 'none';
}

/**
 * A button that the bot answers. `data` holds the request's id alone; only the fallback, which has no
 * verb of its own, carries the verb as well.
 */
export function execute(
  verb: RequestVerb,
  title: string,
  requestId: string,
  look: Look = {},
): Execute {
  return {
    type: 'Action.Execute',
    title,
    verb,
    data: { requestId },
    ...look,
    fallback: { type: 'Action.Submit', title, data: { requestId, verb }, ...look },
  };
}

/** A button that writes `sentence` into the chat as the person who presses it. */
export function say(sentence: string, title = sentence): Submit {
  return {
    type: 'Action.Submit',
    title: clip(oneLine(title), 80),
    data: { msteams: { type: 'imBack', value: oneLine(sentence) } },
  };
}

export function openUrl(title: string, url: string): OpenUrl {
  return { type: 'Action.OpenUrl', title: clip(oneLine(title), 60), url };
}

/** Shows what is hidden of `ids`, and hides what is shown. */
export function toggle(title: string, ids: readonly string[]): ToggleVisibility {
  return { type: 'Action.ToggleVisibility', title, targetElements: ids };
}

/** Buttons in rows of `perRow`: a row that is wider than a phone would be cut off. */
export function buttonRows(actions: readonly Action[], perRow: 1 | 2): ActionSet[] {
  const rows = Math.ceil(actions.length / perRow);
  return Array.from({ length: rows }, (_, row) => ({
    ...buttons(actions.slice(row * perRow, (row + 1) * perRow)),
    spacing: row === 0 ? 'medium' : 'small',
  }));
}

export function buttons(actions: readonly Action[]): ActionSet {
  return { type: 'ActionSet', spacing: 'medium', actions };
}
