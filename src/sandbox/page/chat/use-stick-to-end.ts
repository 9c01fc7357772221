import { type RefObject, useEffect, useRef, useState } from 'react';

/** Nearer to the end than this (pixels) counts as being there. */
const NEAR = 80;

/** A scrolling that follows a person's doing within this time (milliseconds) is the person's. */
const INTENT_MS = 400;

const SCROLL_KEYS = new Set(['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown', 'Tab']);

/**
 * Keeps a scrolling list at its end while its content grows, unless the person has scrolled up. Of a
 * newest message that is taller than the list, the beginning is shown: it says what the rest is about.
 * `away` says that something newer may be below.
 */
export function useStickToEnd(scroller: RefObject<HTMLElement | null>): {
  away: boolean;
  toEnd(): void;
} {
  const atEnd = useRef(true);
  const [away, setAway] = useState(false);

  useEffect(() => {
    const list = scroller.current;
    if (!list) return;
    const settle = () => {
      if (atEnd.current) showNewest(list);
      setAway(!atEnd.current && !isNearEnd(list));
    };
    const grown = new ResizeObserver(settle);
    grown.observe(list);
    for (const content of list.children) grown.observe(content);
    const forget = followPersonsScrolling(list, () => {
      atEnd.current = isNearEnd(list);
      setAway(!atEnd.current);
    });
    return () => {
      grown.disconnect();
      forget();
    };
  }, [scroller]);

  const toEnd = () => {
    atEnd.current = true;
    setAway(false);
    if (scroller.current) showNewest(scroller.current);
  };
  return { away, toEnd };
}

function showNewest(list: HTMLElement): void {
  const newest = [...list.querySelectorAll('article')].at(-1);
  const tall = newest && newest.offsetHeight > list.clientHeight;
  if (!tall) list.scrollTop = list.scrollHeight;
  else list.scrollTop += newest.getBoundingClientRect().top - list.getBoundingClientRect().top;
}

function isNearEnd(list: HTMLElement): boolean {
  return list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
}

/**
 * Calls `onScroll` when a person scrolls. A list scrolls by itself, too, when a card in it becomes
 * smaller, and that says nothing about where the person wants to be.
 */
function followPersonsScrolling(list: HTMLElement, onScroll: () => void): () => void {
  const ending = new AbortController();
  const options = { passive: true, signal: ending.signal };
  let lastIntent = Number.NEGATIVE_INFINITY;
  let held = false;
  const intend = () => {
    lastIntent = performance.now();
  };
  const hold = (now: boolean) => {
    held = now;
  };
  list.addEventListener('wheel', intend, options);
  list.addEventListener('touchmove', intend, options);
  list.addEventListener('keydown', ({ key }) => SCROLL_KEYS.has(key) && intend(), options);
  // The scroll bar is the list itself; its content is something else.
  list.addEventListener('pointerdown', ({ target }) => hold(target === list), options);
  window.addEventListener('pointerup', () => hold(false), options);
  list.addEventListener(
    'scroll',
    () => {
      if (!held && performance.now() - lastIntent > INTENT_MS) return;
      // A scrolling goes on by itself after the finger has left.
      intend();
      onScroll();
    },
    options,
  );
  return () => ending.abort();
}
