const FOCUSABLE = 'button, input, select, textarea, a[href], [tabindex="0"]';

/** Puts `element` into `holder` in place of what is there, and keeps the keyboard where it was. */
export function replaceCard(holder: HTMLElement, element: HTMLElement | null): void {
  const before = [...holder.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const active = document.activeElement;
  const focused = active instanceof HTMLElement ? before.indexOf(active) : -1;
  holder.replaceChildren(...(element ? [element] : []));
  if (focused < 0) return;
  const after = [...holder.querySelectorAll<HTMLElement>(FOCUSABLE)];
  // With other buttons than before, the same place would be another button.
  const next = after.length === before.length ? after[focused] : holder;
  next?.focus({ preventScroll: true });
}
