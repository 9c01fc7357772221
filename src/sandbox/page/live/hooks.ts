import { createContext, use, useSyncExternalStore } from 'react';
import type { Woodgrove } from './woodgrove.ts';

const context = createContext<Woodgrove | null>(null);

/** Hands WoodGrove to everything below. */
export const WoodgroveProvider = context.Provider;

/** The WoodGrove handed in above; throws outside of it. */
export function useWoodgrove(): Woodgrove {
  const woodgrove = use(context);
  if (!woodgrove) throw new Error('There is no WoodGrove here.');
  return woodgrove;
}

/** The value of a resource or signal; the caller is drawn again when it is another. */
export function useValue<T>(source: { get(): T; subscribe(listener: () => void): () => void }): T {
  return useSyncExternalStore(source.subscribe, source.get);
}
