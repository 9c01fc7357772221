import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus reads at `/metrics`. */
export interface Metrics {
  readonly registry: Registry;
  turnEnded(kind: string, outcome: 'ok' | 'refused' | 'failed', seconds: number): void;
  jobEnded(task: string, outcome: 'done' | 'retry' | 'gaveUp', seconds: number): void;
  graphAnswered(method: string, outcome: 'ok' | 'refused' | 'noAnswer', seconds: number): void;
}

/** Builds the metrics; `workPending` is asked at each reading. */
export function createMetrics(workPending: () => Promise<number>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'guestlist_work_pending',
    help: 'Jobs and timers that are due or running; 0 when there is nothing left to do, NaN while the database cannot tell',
    registers: [registry],
    async collect() {
      this.set(await workPending().catch(() => Number.NaN));
    },
  });
  const turns = new Histogram({
    name: 'guestlist_turn_seconds',
    help: 'Time from an activity to its answer, by kind and outcome',
    labelNames: ['kind', 'outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const jobs = new Counter({
    name: 'guestlist_jobs_total',
    help: 'Jobs that ended, by task and outcome',
    labelNames: ['task', 'outcome'],
    registers: [registry],
  });
  const jobSeconds = new Histogram({
    name: 'guestlist_job_seconds',
    help: 'Time a job took, by task',
    labelNames: ['task'],
    registers: [registry],
  });
  const graphCalls = new Counter({
    name: 'guestlist_graph_calls_total',
    help: 'Calls to Microsoft Graph that ended, by method and outcome; a batch is one call',
    labelNames: ['method', 'outcome'],
    registers: [registry],
  });
  const graphSeconds = new Histogram({
    name: 'guestlist_graph_seconds',
    help: 'Time a call to Microsoft Graph took, without the wait for its turn, by method',
    labelNames: ['method'],
    registers: [registry],
  });
  return {
    registry,
    turnEnded: (kind, outcome, seconds) => turns.observe({ kind, outcome }, seconds),
    jobEnded(task, outcome, seconds) {
      jobs.inc({ task, outcome });
      jobSeconds.observe({ task }, seconds);
    },
    graphAnswered(method, outcome, seconds) {
      graphCalls.inc({ method, outcome });
      graphSeconds.observe({ method }, seconds);
    },
  };
}
