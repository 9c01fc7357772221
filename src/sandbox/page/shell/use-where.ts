import { useEffect, useState } from 'react';
import { readWhere, type Where, writeWhere } from './places.ts';

/** Who one is and where, and how to go elsewhere. The browser's Back goes back. */
export function useWhere(): [Where, (next: Where) => void] {
  const [where, setWhere] = useState(() => readWhere(location.hash));
  useEffect(() => {
    const follow = () => setWhere(readWhere(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const go = (next: Where) => {
    location.hash = writeWhere(next);
    setWhere(next);
  };
  return [where, go];
}
