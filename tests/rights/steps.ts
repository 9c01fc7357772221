import fc from 'fast-check';

/** Everybody who may turn up. nobody: a stranger, whom the directory does not know. */
export const PEOPLE = [
  'john',
  'kim',
  'megan',
  'adele',
  'ada',
  'gina',
  'patti',
  'sam',
  'dan',
  'nobody',
] as const;

/** Places that somebody can be brought to; `''` is the directory itself. */
export const PLACES = ['x', 'green', 'marketing', 'lone', ''] as const;

export type Who = (typeof PEOPLE)[number];
export type PlaceId = (typeof PLACES)[number];

/** What comes with a press: as the card sends it, or not. */
export type Brought = 'whatItAsks' | 'nothing' | 'tooMuch' | 'garbage';

/** One thing that happens. Requests are named by the order in which they were made; anything else is an id as it comes. */
export type Step =
  | { readonly act: 'ask'; readonly who: Who; readonly where: readonly PlaceId[] }
  | {
      readonly act: 'press';
      /** whoeverMay: somebody whose card offers this button, where there is anybody. */
      readonly who: Who | 'whoeverMay';
      readonly verb: string;
      readonly on: unknown;
      readonly brings: Brought;
      readonly outage: boolean;
    }
  | {
      readonly act: 'say';
      readonly who: Who;
      readonly what: 'status' | 'cancel' | 'mine' | 'waiting';
      readonly on: unknown;
    }
  | { readonly act: 'own'; readonly who: Who; readonly where: PlaceId; readonly owns: boolean }
  | {
      readonly act: 'become';
      readonly who: Who;
      readonly what: 'enabled' | 'disabled' | 'member' | 'guest' | 'gone' | 'back';
    }
  | {
      readonly act: 'role';
      readonly who: Who;
      readonly has: 'none' | 'guestInviter' | 'administrator';
    }
  | { readonly act: 'rule'; readonly rule: 'none' | 'few' | 'everyone' }
  | {
      readonly act: 'trouble';
      readonly on: number;
      readonly what: 'nothing' | 'deleted' | 'mailRefused';
    }
  | { readonly act: 'hiccup'; readonly call: string }
  | { readonly act: 'work'; readonly jobs: number | 'all' }
  | { readonly act: 'day' };

const anyone = fc.constantFrom(...PEOPLE);
/** Those who have something to do with the requests, more often than not. */
const likely = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('john', 'megan', 'adele', 'ada') },
  { weight: 1, arbitrary: anyone },
);

/** Ids that name no request of ours, and values that are no id at all. */
const GARBAGE: readonly unknown[] = [
  'zzzzzzzz',
  '',
  ' ',
  "' or 1=1 --",
  '__proto__',
  'constructor',
  'a\u0000b',
  '\ud800',
  'x'.repeat(30_000),
  'RRRRRRR1',
  ['rrrrrrr1'],
  { $ne: null },
  null,
  true,
  Number.NaN,
];

const request = fc.nat(3);
const anyId = fc.oneof(
  { weight: 12, arbitrary: request as fc.Arbitrary<unknown> },
  { weight: 1, arbitrary: fc.constantFrom(...GARBAGE) },
);
const VERBS = ['approve', 'deny', 'cancel', 'retry', 'refresh', 'submit'] as const;
const UNKNOWN_VERBS = ['request.explode', 'batch.send', '', '__proto__', 'constructor', 'toString'];
const ofRequest = (verb: string) => `request.${verb}`;
const anyVerb = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...VERBS).map(ofRequest) },
  { weight: 1, arbitrary: fc.constantFrom(...UNKNOWN_VERBS) },
);
const decision = fc.constantFrom('request.approve', 'request.approve', 'request.deny');
/** What moves a request on. */
const likelyVerb = fc.constantFrom(
  'request.approve',
  'request.approve',
  'request.approve',
  'request.retry',
  'request.retry',
  'request.submit',
  'request.deny',
  'request.cancel',
);

const press = (
  who: fc.Arbitrary<Who | 'whoeverMay'>,
  verb: fc.Arbitrary<string>,
  on: fc.Arbitrary<unknown>,
) =>
  fc.record({
    act: fc.constant('press' as const),
    who,
    verb,
    on,
    brings: fc.oneof(
      { weight: 4, arbitrary: fc.constant('whatItAsks' as const) },
      { weight: 1, arbitrary: fc.constantFrom('nothing', 'tooMuch', 'garbage') },
    ),
    outage: fc.oneof(
      { weight: 15, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  });

const where = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.subarray(['x', 'green', 'marketing', 'lone'] as const, {
      minLength: 1,
      maxLength: 2,
    }),
  },
  { weight: 1, arbitrary: fc.constant([''] as const) },
  { weight: 1, arbitrary: fc.constant([] as const) },
);

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('ask' as const), who: likely, where }),
  },
  { weight: 10, arbitrary: press(fc.constant('whoeverMay'), likelyVerb, request) },
  { weight: 5, arbitrary: press(likely, decision, request) },
  {
    weight: 3,
    arbitrary: press(fc.constantFrom('sam', 'dan', 'nobody', 'patti'), decision, request),
  },
  { weight: 6, arbitrary: press(anyone, anyVerb, anyId) },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('say' as const),
      who: likely,
      what: fc.constantFrom('status', 'cancel', 'mine', 'waiting'),
      on: anyId,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('own' as const),
      who: likely,
      where: fc.constantFrom('x', 'green', 'marketing', 'lone'),
      owns: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('become' as const),
      who: likely,
      what: fc.constantFrom('enabled', 'disabled', 'member', 'guest', 'gone', 'back', 'back'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('role' as const),
      who: fc.constantFrom('ada', 'gina', 'patti', 'john'),
      has: fc.constantFrom('none', 'guestInviter', 'administrator'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('rule' as const),
      rule: fc.constantFrom('everyone', 'everyone', 'few', 'none'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('trouble' as const),
      on: request,
      what: fc.constantFrom('nothing', 'deleted', 'mailRefused'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('hiccup' as const),
      call: fc.constantFrom('invite', 'ensureTeamMember', 'createDraft', 'sendDraft', 'post'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('work' as const),
      jobs: fc.oneof(fc.constant('all' as const), fc.integer({ min: 1, max: 4 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('day' as const) }) },
);

/** A sequence in which somebody asks for something first. */
export function anySteps(most: number): fc.Arbitrary<readonly Step[]> {
  const first = fc.record({
    act: fc.constant('ask' as const),
    who: fc.constantFrom('john', 'kim', 'megan'),
    where,
  });
  return fc
    .tuple(first, fc.array(anyStep.map(readable), { minLength: 1, maxLength: most, size: 'max' }))
    .map(([asked, steps]) => [readable(asked), ...steps]);
}

/** The step as a line that tells what happens, for whoever reads a sequence that failed. */
export function describe(step: Step): string {
  switch (step.act) {
    case 'ask':
      return `${step.who} asks for a guest${step.where.length > 0 ? ` to ${step.where.map((id) => id || 'the directory').join(' and ')}` : ', without saying where to'}`;
    case 'press':
      return `${step.who} presses ${step.verb} on ${JSON.stringify(step.on)?.slice(0, 40)}${step.brings === 'whatItAsks' ? '' : ` with ${step.brings}`}${step.outage ? ' while Graph does not answer' : ''}`;
    case 'say':
      return `${step.who} says ${step.what} ${JSON.stringify(step.on)?.slice(0, 40)}`;
    case 'own':
      return `${step.who} ${step.owns ? 'now owns' : 'no longer owns'} ${step.where}`;
    case 'become':
      return `${step.who} is ${step.what}`;
    case 'role':
      return `${step.who} has the role ${step.has}`;
    case 'rule':
      return `${step.rule} may invite`;
    case 'trouble':
      return `the guest of ${step.on} meets ${step.what}`;
    case 'hiccup':
      return `the next ${step.call} fails for a moment`;
    case 'work':
      return `${step.jobs} jobs run`;
    case 'day':
      return 'a day passes';
  }
}

function readable<T extends Step>(step: T): T {
  return Object.defineProperty({ ...step }, 'toString', { value: () => describe(step) });
}
