import { z } from 'zod';

const regex = z.string().refine((source) => {
  try {
    return Boolean(new RegExp(source));
  } catch {
    return false;
  }
}, 'no regular expression');

/** What goes wrong with a call. Nothing named but `delayMs`: the call is slow, and well otherwise. */
const kindFields = {
  status: z.number().int().min(400).max(599).optional(),
  /** Seconds, in the header `Retry-After`. */
  retryAfter: z.number().min(0).optional(),
  delayMs: z.number().min(0).optional(),
  cut: z.enum(['before', 'after']).optional(),
  /** The call is carried out, and half of the JSON of its answer arrives. */
  broken: z.boolean().optional(),
};
const kind = z.strictObject(kindFields);

export type FaultKind = z.infer<typeof kind>;

const FIELDS_OF_KIND = Object.keys(kindFields);

/** One way to fail. Without `times` and `share` it meets every call that it fits. */
const rule = z
  .strictObject({
    ...kindFields,
    method: z.string().optional(),
    pathRegex: regex.optional(),
    times: z.number().int().min(0).optional(),
    share: z.number().min(0).max(1).optional(),
    /** So many calls that fit pass before the rule may strike. */
    skip: z.number().int().min(0).optional(),
    /** `true`: only single requests inside a `$batch`; `false`: only calls of their own; else both. */
    inBatch: z.boolean().optional(),
    /** Kinds that take turns, each as often as the others. Stands instead of a kind of the rule's own. */
    oneOf: z.array(kind).min(1).optional(),
  })
  .refine((each) => !each.oneOf || FIELDS_OF_KIND.every((field) => !(field in each)), {
    message: 'a rule has a kind of its own, or oneOf',
    path: ['oneOf'],
  });

/** What `POST /_sandbox/faults` takes. */
export const faultPlan = z.strictObject({
  seed: z.number().int().default(1),
  rules: z.array(rule),
});

export type FaultRule = z.infer<typeof rule>;
export type FaultPlan = z.infer<typeof faultPlan>;

/** A connection of its own can be cut, and an answer of its own broken; a part of a batch has neither. */
export function canMeetPart({ cut, broken }: FaultKind): boolean {
  return cut === undefined && !broken;
}

/** The header that says when to come back, where a fault does. */
export function retryAfterOf({ retryAfter }: FaultKind): Record<string, string> {
  return retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
}

/** The kinds of a rule: those of `oneOf`, else its own. */
export function kindsOf(each: FaultRule): readonly FaultKind[] {
  return each.oneOf ?? [each];
}
