/** Something read from the sandbox and kept until it changes. */
export interface Resource<T> {
  /** Undefined until it was read for the first time. */
  get(): T | undefined;
  /** Reads it when somebody looks for the first time, or when it changed while nobody did. */
  subscribe(listener: () => void): () => void;
  /** Reads it again, now or as soon as the reading under way is done; only while somebody looks. */
  touch(): void;
}

/**
 * Keeps what `load` gives. Two readings never overlap, changes that come in a burst are read once, with
 * a pause as long as the reading took (a tenant of thousands changes all the time while it is filled),
 * and an answer equal to the one before leaves the value as it stands, so that nothing is redrawn.
 */
export function createResource<T>(load: () => Promise<T>): Resource<T> {
  let value: T | undefined;
  let json = '';
  let state: 'stale' | 'loading' | 'loadingAgain' | 'fresh' = 'stale';
  const listeners = new Set<() => void>();

  async function reload(): Promise<void> {
    state = 'loading';
    const begun = performance.now();
    try {
      const next = await load();
      const nextJson = JSON.stringify(next);
      if (nextJson !== json) {
        json = nextJson;
        value = next;
        for (const listener of listeners) listener();
      }
      if (state === 'loading') state = 'fresh';
      else setTimeout(reload, performance.now() - begun);
    } catch {
      // The events say when the sandbox is there again, and touch everything then.
      state = 'stale';
    }
  }

  return {
    get: () => value,
    subscribe: (listener) => {
      listeners.add(listener);
      if (state === 'stale') void reload();
      return () => {
        listeners.delete(listener);
      };
    },
    touch: () => {
      if (state === 'loading' || state === 'loadingAgain') state = 'loadingAgain';
      else if (listeners.size === 0) state = 'stale';
      else void reload();
    },
  };
}
