import { type RefObject, useEffect, useRef, useState } from 'react';

/** Nearer to the end than this (pixels) counts as being there. */
const NEAR = 80;

/**
 * Keeps a scrolling list at its end while its content grows, unless the person has scrolled up.
 * `away` says that something newer may be below.
 */
export function useStickToEnd(scroller: RefObject<HTMLElement | null>): {
  away: boolean;
  toEnd(): void;
} {
  const atEnd = useRef(true);
  const top = useRef(0);
  const [away, setAway] = useState(false);

  useEffect(() => {
    const list = scroller.current;
    const content = list?.firstElementChild;
    if (!list || !content) return;
    const onScroll = () => {
      // Only who scrolls up leaves the end: content may have grown before this is told.
      const near = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
      atEnd.current = near || (atEnd.current && list.scrollTop >= top.current);
      top.current = list.scrollTop;
      setAway(!atEnd.current);
    };
    const grown = new ResizeObserver(() => {
      if (atEnd.current) list.scrollTop = list.scrollHeight;
      else setAway(true);
    });
    list.addEventListener('scroll', onScroll, { passive: true });
    grown.observe(content);
    grown.observe(list);
    return () => {
      list.removeEventListener('scroll', onScroll);
      grown.disconnect();
    };
  }, [scroller]);

  const toEnd = () => {
    atEnd.current = true;
    setAway(false);
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  };
  return { away, toEnd };
}
