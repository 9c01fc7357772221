import type { Store } from './store.ts';
import type { SandboxClock } from './world.ts';

/** WoodGrove's clock: the machine's plus an offset that is kept in the store. */
export function openClock(store: Store): SandboxClock {
  const kept = store.table<number>('clock');
  const offset = () => kept.get('offset') ?? 0;
  return {
    now: () => new Date(Date.now() + offset()),
    offset,
    moveTo: (now) => store.write(() => kept.put('offset', now.getTime() - Date.now())),
  };
}
