import {
  type Action,
  AdaptiveCard,
  ExecuteAction,
  OpenUrlAction,
  SubmitAction,
  ToggleVisibilityAction,
} from 'adaptivecards';
import type { CardJson } from '../chat/activity.ts';
import { hostConfig } from './host-config.ts';
import { cardTextToHtml } from './markdown.ts';
import { opensFrom } from './open-url.ts';
import { keepTyped, type TypedInputs } from './typed-inputs.ts';

/** What a person does on a card. The data is the action's own with the inputs merged in. */
export interface CardEvents {
  execute(verb: string, data: unknown): void;
  submit(data: unknown): void;
  /** Turned to another part of the card, without asking the bot. */
  turn(): void;
}

/** A card on the page. */
export interface RenderedCard {
  element: HTMLElement;
  /** What the person has typed or chosen and not yet sent. */
  typed(): TypedInputs;
}

AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = cardTextToHtml(text);
  result.didProcess = true;
};

/** Draws a card with Microsoft's renderer; null for JSON that gives none. */
export function renderCard(
  json: CardJson,
  typed: TypedInputs,
  events: CardEvents,
): RenderedCard | null {
  const card = new AdaptiveCard();
  card.hostConfig = hostConfig;
  card.onExecuteAction = (action) => act(action, events);
  try {
    card.parse(keepTyped(json, typed));
    const element = card.render();
    if (!element) return null;
    // What was kept from before is no change to this card, and still nothing the bot knows.
    return { element, typed: () => ({ ...typed, ...typedIn(card) }) };
  } catch {
    return null;
  }
}

function act(action: Action, events: CardEvents): void {
  if (action instanceof ExecuteAction) events.execute(action.verb, action.data ?? {});
  else if (action instanceof SubmitAction) events.submit(action.data ?? {});
  else if (action instanceof ToggleVisibilityAction) events.turn();
  else if (action instanceof OpenUrlAction && opensFrom(action.url, location.origin)) {
    window.open(action.url, '_blank', 'noopener,noreferrer');
  }
}

function typedIn(card: AdaptiveCard): TypedInputs {
  const dirty = card.getAllInputs().filter((input) => input.id && input.isDirty());
  return Object.fromEntries(dirty.map((input) => [String(input.id), String(input.value ?? '')]));
}
