import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { seededRandom } from './random.ts';

const regex = z.string().refine((source) => {
  try {
    return Boolean(new RegExp(source));
  } catch {
    return false;
  }
}, 'no regular expression');

/** One way to fail. Without `times` and `share` it meets every call that it fits. */
const rule = z.strictObject({
  method: z.string().optional(),
  pathRegex: regex.optional(),
  times: z.number().int().min(0).optional(),
  share: z.number().min(0).max(1).optional(),
  status: z.number().int().min(400).max(599).optional(),
  retryAfter: z.number().min(0).optional(),
  delayMs: z.number().min(0).optional(),
  cut: z.enum(['before', 'after']).optional(),
});

/** What `POST /_sandbox/faults` takes. */
export const faultPlan = z.strictObject({
  seed: z.number().int().default(1),
  rules: z.array(rule),
});

export type FaultRule = z.infer<typeof rule>;
export type FaultPlan = z.infer<typeof faultPlan>;

/** How often a rule has struck, and which plan it is of. */
export type FaultCount = FaultRule & { readonly id: string; readonly injected: number };

export interface Faults {
  /** Starts a plan beside those that run; gives its id. */
  start(plan: FaultPlan): string;
  /** The first rule that fits this call and strikes, counted. `url` is path and query. */
  strike(method: string, url: string): FaultRule | null;
  /** The rules of all running plans, each with how often it struck. */
  counts(): FaultCount[];
  /** Ends every plan. */
  end(): void;
}

interface Running {
  readonly id: string;
  readonly random: () => number;
  readonly rules: { readonly rule: FaultRule; readonly path: RegExp | null; injected: number }[];
}

function fits(each: Running['rules'][number], method: string, url: string): boolean {
  const { rule: wanted, path } = each;
  if (wanted.method && wanted.method.toUpperCase() !== method) return false;
  if (wanted.times !== undefined && each.injected >= wanted.times) return false;
  return !path || path.test(url) || path.test(url.split('?')[0] ?? url);
}

/** No faults at first. */
export function openFaults(): Faults {
  let plans: Running[] = [];
  return {
    start(plan) {
      const id = randomUUID();
      const rules = plan.rules.map((each) => ({
        rule: each,
        path: each.pathRegex ? new RegExp(each.pathRegex) : null,
        injected: 0,
      }));
      plans = [...plans, { id, random: seededRandom(plan.seed), rules }];
      return id;
    },
    strike(method, url) {
      for (const plan of plans) {
        for (const each of plan.rules) {
          if (!fits(each, method, url)) continue;
          if (each.rule.share !== undefined && plan.random() >= each.rule.share) continue;
          each.injected += 1;
          return each.rule;
        }
      }
      return null;
    },
    counts: () =>
      plans.flatMap(({ id, rules }) =>
        rules.map((each) => ({ ...each.rule, id, injected: each.injected })),
      ),
    end() {
      plans = [];
    },
  };
}
