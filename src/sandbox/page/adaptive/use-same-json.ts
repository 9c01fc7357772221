import { useState } from 'react';

/** `value`, or the equal one that was handed in before: what depends on it is not done again. */
export function useSameJson<T>(value: T): T {
  const [kept, keep] = useState(value);
  if (kept === value || JSON.stringify(kept) === JSON.stringify(value)) return kept;
  keep(value);
  return value;
}
