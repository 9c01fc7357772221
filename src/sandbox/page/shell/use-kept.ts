import { useState } from 'react';

/** A choice that the browser keeps; where it keeps nothing, it holds as long as the page. */
export function useKept(name: string): [string | null, (value: string) => void] {
  const [value, setValue] = useState(() => attempt(() => localStorage.getItem(name)));
  const keep = (next: string) => {
    attempt(() => localStorage.setItem(name, next));
    setValue(next);
  };
  return [value, keep];
}

/** A browser may forbid a page its storage. */
function attempt<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}
