import { type Faults, openFaults } from './faults.ts';
import { type Limits, openLimits } from './limits.ts';

/** What makes calls slow, limited or fail. In memory: a restarted sandbox is well again. */
export interface Conditions {
  readonly limits: Limits;
  readonly faults: Faults;
  /** Milliseconds that every call takes at least. */
  latencyMs: number;
  /** Milliseconds until a new guest can be read or referenced. */
  replicationMs: number;
  /** Everything as it was at the start. */
  reset(): void;
}

/** Fair weather: the documented limits, no latency, no faults. */
export function openConditions(): Conditions {
  const limits = openLimits();
  const faults = openFaults();
  return {
    limits,
    faults,
    latencyMs: 0,
    replicationMs: 0,
    reset() {
      limits.reset();
      faults.end();
      this.latencyMs = 0;
      this.replicationMs = 0;
    },
  };
}
