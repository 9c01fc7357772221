import { randomUUID } from 'node:crypto';
import {
  canMeetPart,
  type FaultKind,
  type FaultPlan,
  type FaultRule,
  kindsOf,
} from './fault-plan.ts';
import { seededRandom } from './random.ts';

/** How often a rule has struck, how many calls that it fits it has met, and which plan it is of. */
export type FaultCount = Omit<FaultRule, 'oneOf'> & {
  readonly id: string;
  readonly injected: number;
  readonly met: number;
  readonly oneOf?: readonly (FaultKind & { readonly injected: number })[];
};

/** A call of its own, or a single request inside a `$batch`. */
export type Place = 'call' | 'part';

/** A fault that meets a call. */
export interface Strike {
  readonly fault: FaultKind;
  /** Takes it back, count included: there was nothing that it could have broken. */
  missed(): void;
}

export interface Faults {
  /** Starts a plan beside those that run; gives its id. */
  start(plan: FaultPlan): string;
  /** The first rule that fits this call and strikes, counted. `url` is path and query. */
  strike(method: string, url: string, place?: Place): Strike | null;
  /** The rules of all running plans, each with how often it struck. */
  counts(): FaultCount[];
  /** Ends every plan. */
  end(): void;
}

interface Kind {
  readonly fault: FaultKind;
  /** How often it was its turn; also where there was nothing that it could have broken. */
  turns: number;
  injected: number;
}

interface RunningRule {
  readonly rule: FaultRule;
  readonly path: RegExp | null;
  readonly kinds: readonly Kind[];
  met: number;
  injected: number;
}

interface Running {
  readonly id: string;
  readonly random: () => number;
  readonly rules: readonly RunningRule[];
}

const meets = ({ fault }: Kind, place: Place) => place === 'call' || canMeetPart(fault);

function fits(each: RunningRule, method: string, url: string, place: Place): boolean {
  const { rule, path, kinds } = each;
  if (rule.method && rule.method.toUpperCase() !== method) return false;
  if (rule.inBatch !== undefined && rule.inBatch !== (place === 'part')) return false;
  if (path && !path.test(url) && !path.test(url.split('?')[0] ?? url)) return false;
  return kinds.some((kind) => meets(kind, place));
}

/** Whether a rule strikes a call that it fits. Counts the call as met. */
function strikes(each: RunningRule, random: () => number): boolean {
  const { times, share, skip = 0 } = each.rule;
  each.met += 1;
  if (each.met <= skip) return false;
  if (times !== undefined && each.injected >= times) return false;
  return share === undefined || random() < share;
}

/** One of the kinds that can meet such a call and have had the fewest turns: whom others were before catches up. */
function draw({ kinds }: RunningRule, place: Place, random: () => number): Kind | null {
  const able = kinds.filter((kind) => meets(kind, place));
  const fewest = Math.min(...able.map(({ turns }) => turns));
  const next = able.filter(({ turns }) => turns === fewest);
  const drawn = next[Math.floor(random() * next.length)] ?? null;
  if (drawn) drawn.turns += 1;
  return drawn;
}

function strikeWith(each: RunningRule, kind: Kind): Strike {
  const count = (by: 1 | -1) => {
    each.injected += by;
    kind.injected += by;
  };
  count(1);
  return { fault: kind.fault, missed: () => count(-1) };
}

function countOf(id: string, { rule, kinds, injected, met }: RunningRule): FaultCount {
  const { oneOf, ...own } = rule;
  const counts = { ...own, id, injected, met };
  if (!oneOf) return counts;
  return { ...counts, oneOf: kinds.map((kind) => ({ ...kind.fault, injected: kind.injected })) };
}

/** No faults at first. */
export function openFaults(): Faults {
  let plans: Running[] = [];
  return {
    start(plan) {
      const id = randomUUID();
      const rules = plan.rules.map((rule) => ({
        rule,
        path: rule.pathRegex ? new RegExp(rule.pathRegex) : null,
        kinds: kindsOf(rule).map((fault) => ({ fault, turns: 0, injected: 0 })),
        met: 0,
        injected: 0,
      }));
      plans = [...plans, { id, random: seededRandom(plan.seed), rules }];
      return id;
    },
    strike(method, url, place = 'call') {
      for (const { rules, random } of plans) {
        for (const each of rules) {
          if (!fits(each, method, url, place) || !strikes(each, random)) continue;
          const kind = draw(each, place, random);
          if (kind) return strikeWith(each, kind);
        }
      }
      return null;
    },
    counts: () => plans.flatMap(({ id, rules }) => rules.map((each) => countOf(id, each))),
    end() {
      plans = [];
    },
  };
}
