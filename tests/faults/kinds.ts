import type { FaultCount } from '../../src/sandbox/conditions/faults.ts';
import type { Product } from '../support/product.ts';

/** Long enough to be felt, short enough for every time-out that a call has, in milliseconds. */
const SLOW_MS = 1500;

const alike = [
  { status: 429 },
  { status: 429, retryAfter: 1 },
  { status: 500 },
  { status: 502 },
  { status: 503 },
  { status: 504 },
  { cut: 'before' },
  { cut: 'after' },
  { delayMs: SLOW_MS },
  { broken: true },
];

/** Only Teams knows 412, so that it comes four times for each of the others there. */
const ofTeams = [...Array.from({ length: 4 }, () => ({ status: 412 })), ...alike];

/**
 * Each of these places has a share of its calls fail, its kinds in turns. No call belongs to two: a message that
 * got lost in the second one would not be counted as lost.
 */
const places = {
  'Graph, in a batch': { inBatch: true, oneOf: [{ status: 429 }, { status: 429, retryAfter: 1 }] },
  Graph: { inBatch: false, pathRegex: '^/(v1.0|beta)/', oneOf: alike },
  'Teams, messages': {
    method: 'POST',
    pathRegex: '^/v3/.*/activities',
    oneOf: ofTeams,
  },
  'Teams, changes': { method: 'PUT', pathRegex: '^/v3/.*/activities', oneOf: ofTeams },
};

/** What was done to the product: how many calls each place had, and how often each kind met one. */
export interface Injected {
  readonly perPlace: readonly {
    readonly place: string;
    readonly met: number;
    readonly kinds: Readonly<Record<string, number>>;
  }[];
  /** How often each kind came, wherever. */
  readonly perKind: Readonly<Record<string, number>>;
  /**
   * Messages that Teams may have taken without our learning which one it made of them. A slow one is among
   * them: on a busy machine it outlasts the patience of a turn.
   */
  readonly lostMessages: number;
}

/** Of four reads in a batch, which is what most batches hold, one is struck as often as another call is. */
const OF_A_BATCH = 4;

/** Begins to fail a share of all calls. */
export async function startFaults(product: Product, seed: number, share: number): Promise<void> {
  const rules = Object.values(places).map((place) => ({
    ...place,
    share: 'inBatch' in place && place.inBatch ? share / OF_A_BATCH : share,
  }));
  await product.post('/_sandbox/faults', { seed, rules });
}

/** Ends it, and gives what was done. */
export async function endFaults(product: Product): Promise<Injected> {
  const { rules } = await product.get<{ rules: FaultCount[] }>('/_sandbox/faults');
  await product.delete('/_sandbox/faults');
  const perPlace = Object.keys(places).map((place, index) => {
    const { met = 0, oneOf = [] } = rules[index] ?? {};
    const kinds: Record<string, number> = {};
    for (const kind of oneOf) kinds[nameOf(kind)] = (kinds[nameOf(kind)] ?? 0) + kind.injected;
    return { place, met, kinds };
  });
  const perKind: Record<string, number> = {};
  for (const { place, kinds } of perPlace) {
    for (const [kind, count] of Object.entries(kinds)) {
      const name = place.includes('batch') ? `${kind}, in a batch` : kind;
      perKind[name] = (perKind[name] ?? 0) + count;
    }
  }
  const messages = perPlace.find(({ place }) => place === 'Teams, messages')?.kinds ?? {};
  const lostMessages = [CUT_AFTER, BROKEN, SLOW].reduce(
    (sum, kind) => sum + (messages[kind] ?? 0),
    0,
  );
  return { perPlace, perKind, lostMessages };
}

const CUT_AFTER = 'cut after';
const BROKEN = 'broken JSON';
const SLOW = 'slow';

type Kind = NonNullable<FaultCount['oneOf']>[number];

function nameOf({ status, retryAfter, cut, broken }: Kind): string {
  if (status === 429) return retryAfter === undefined ? '429' : '429 with Retry-After';
  if (status !== undefined) return String(status);
  if (cut) return cut === 'after' ? CUT_AFTER : 'cut before';
  return broken ? BROKEN : SLOW;
}

/** The counts as a table, for whoever reads the output of the test. */
export function tableOf({ perPlace }: Injected): string {
  const names = [...new Set(perPlace.flatMap(({ kinds }) => Object.keys(kinds)))];
  const header = ['', ...perPlace.map(({ place }) => place), 'in all'];
  const rows = names.map((name) => {
    const counts = perPlace.map(({ kinds }) => kinds[name] ?? 0);
    return [name, ...counts, counts.reduce((sum, each) => sum + each, 0)];
  });
  const struck = perPlace.map(({ kinds }) => Object.values(kinds).reduce((a, b) => a + b, 0));
  const met = perPlace.map((each) => each.met);
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
  const total = [
    ['failed', ...struck, sum(struck)],
    ['of calls', ...met, sum(met)],
  ];
  return [header, ...rows, ...total]
    .map((row) => row.map((cell) => String(cell).padStart(20)).join(''))
    .join('\n');
}
