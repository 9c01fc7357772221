import { pino } from 'pino';
import { readViews } from '../../src/db/request-views.ts';
import { AppError } from '../../src/errors.ts';
import { timerKinds } from '../../src/jobs/tasks/index.ts';
import { sweepTimers } from '../../src/jobs/timers.ts';
import { ask, runJobs } from '../support/given-requests.ts';
import { happenAround, happensAround } from './around.ts';
import {
  accountsOf,
  compare,
  differingButtons,
  differingOutcomes,
  differs,
  footprint,
  snapshots,
} from './compare.ts';
import { CARD, type Form, type Inputs, type Request, type Verb } from './model.ts';
import { type Brought, describe, type Step } from './steps.ts';
import { answerTo, runPress, saying } from './turns.ts';
import type { World } from './world.ts';

const NAMES: Readonly<Record<string, string>> = {
  x: 'Project X',
  green: 'Road to Green',
  marketing: 'Marketing',
  lone: 'Travel Booking',
};

/** The product did something else than the rules say. */
export class RuleBroken extends Error {
  override readonly name = 'RuleBroken';
}

/** Lets one thing happen, and holds what came of it to the rules. Throws RuleBroken, which says what differs. */
export async function take(world: World, step: Step): Promise<void> {
  const before = { rules: snapshots(world.model), company: footprint(world) };
  const wrong = await happen(world, step);
  if (wrong) throw new RuleBroken(`${describe(step)}: ${wrong}`);
  const works = step.act === 'work' || step.act === 'day';
  // What only happens around the product is seen at the next press.
  if (happensAround(step)) return;
  const stirred = works ? null : differs('the company', before.company, footprint(world));
  if (stirred) throw new RuleBroken(`${describe(step)}: ${stirred}`);
  const differing = await compare(world, before.rules, works);
  if (differing) throw new RuleBroken(`${describe(step)}: ${differing}`);
}

async function happen(world: World, step: Step): Promise<string | null> {
  const { model, given } = world;
  switch (step.act) {
    case 'ask':
      return askFor(world, step.who, step.where);
    case 'press':
      return pressed(world, step);
    case 'say':
      return said(world, step);
    case 'own':
    case 'become':
    case 'role':
    case 'rule':
    case 'trouble':
    case 'hiccup':
      happenAround(world, step);
      return null;
    case 'work':
      await runJobs(given, 1, step.jobs === 'all' ? undefined : step.jobs);
      if (step.jobs !== 'all') return worked(world);
      for (const request of model.requests.values()) model.work(request);
      return null;
    case 'day':
      await pass(world, 24 * 3_600_000);
      for (const request of model.requests.values()) {
        model.lookAfter(request);
        model.work(request);
      }
      return null;
  }
}

async function askFor(world: World, who: string, where: readonly string[]): Promise<string | null> {
  const { given, model } = world;
  world.guests += 1;
  const address = `guest${world.guests}@outside.com`;
  const resources = where.flatMap((id) => NAMES[id] ?? []);
  const wish = { guests: [{ address, name: null }], resources, directoryOnly: where.includes('') };
  const outcome = await ask(given.deps, who, wish);
  const view = 'view' in outcome ? outcome.view : null;
  const answer =
    outcome.kind === 'denied'
      ? outcome.problem.code
      : outcome.kind === 'refused'
        ? (outcome.problems[0]?.problem.code ?? '')
        : CARD;
  const expected = model.ask(view?.id ?? '', who, address, { guest: true, places: where });
  if (view) world.versions.set(view.id, view.version);
  return differs('the answer', expected, answer);
}

/** The id that a step means: that of a request of ours, or whatever else stands there. */
function meant({ model }: World, on: unknown): unknown {
  const ids = [...model.requests.keys()];
  return typeof on === 'number' && ids.length > 0 ? (ids[on % ids.length] ?? on) : on;
}

async function pressed(
  world: World,
  step: Extract<Step, { act: 'press' }>,
): Promise<string | null> {
  const { model, company } = world;
  const id = meant(world, step.on);
  const verb = VERBS.get(step.verb);
  const request = typeof id === 'string' ? model.requests.get(id) : undefined;
  const { data, inputs } = bring(step.brings, verb, request);
  const outage = { call: 'account', when: 'before', error: new AppError('unavailable') } as const;
  const may = verb && request ? model.whoMay(verb, request.id) : undefined;
  const who = step.who === 'whoeverMay' ? may : step.who;
  if (!who) return null;
  if (step.outage) company.faults.push(outage);
  const { answer, view } = await answerTo(world, who, (our) =>
    runPress(world, our, step.verb, { ...data, requestId: id }),
  );
  const cutOff = step.outage && !company.faults.includes(outage);
  const left = company.faults.indexOf(outage);
  if (left >= 0) company.faults.splice(left, 1);
  if (cutOff) return differs('the answer', 'unavailable', answer);
  const expected =
    verb && typeof id === 'string' ? model.press(who, verb, id, inputs) : 'request.staleCard';
  return (
    differs('the answer', expected, answer) ?? (view ? differingButtons(world, who, view) : null)
  );
}

const VERBS: ReadonlyMap<string, Verb> = new Map(
  (['approve', 'deny', 'cancel', 'retry', 'refresh', 'submit'] as const).map((verb) => [
    `request.${verb}`,
    verb,
  ]),
);

/** What a press brings along, as the bot gets it and as far as it matters. */
function bring(brought: Brought, verb: Verb | undefined, request: Request | undefined) {
  const guests = request?.address ?? 'nobody@outside.com';
  const form: Form | null =
    brought === 'whatItAsks'
      ? { guest: true, places: ['x'] }
      : brought === 'garbage'
        ? { guest: false, places: [''] }
        : null;
  const inputs: Inputs = {
    tooLong: brought === 'tooMuch' && ['approve', 'deny', 'submit'].includes(verb ?? ''),
    words: brought === 'whatItAsks',
    form,
  };
  const long = 'long '.repeat(6000);
  const data: Readonly<Record<Brought, object>> = {
    whatItAsks: { comment: 'Fine', reason: 'Not now', guests, resources: 'Project X', message: '' },
    nothing: {},
    tooMuch: { comment: long, reason: long, guests: long },
    garbage: {
      ...JSON.parse('{"__proto__":{"actorId":"megan"},"constructor":1,"verb":"request.approve"}'),
      comment: 7,
      reason: ['no'],
      guests: 7,
      resources: ['x'],
      message: { $ne: null },
      actorId: 'megan',
      status: 'working',
    },
  };
  return { data: data[brought], inputs };
}

async function said(world: World, step: Extract<Step, { act: 'say' }>): Promise<string | null> {
  const { model } = world;
  if (step.what === 'mine' || step.what === 'waiting') {
    const sentence = step.what === 'mine' ? 'my requests' : 'waiting for me';
    const { words } = await answerTo(world, step.who, (our) => saying(our, sentence));
    const listed = [...model.requests.keys()].filter((id) => words.includes(id));
    const expected = model.list(step.who, step.what);
    return expected.length > 10 ? null : differs('the list', expected, listed);
  }
  const id = meant(world, step.on);
  const { answer, view } = await answerTo(world, step.who, (our) =>
    saying(our, `${step.what} ${String(id)}`),
  );
  // In a sentence an id is read in any case. Where none is named, anything may be answered but that we did not
  // foresee it.
  const named = String(id).toLowerCase();
  if (!model.requests.has(named)) {
    return answer === 'unexpected' || view ? `the answer is ${answer}` : null;
  }
  const expected = model.sayAbout(step.who, step.what, named);
  return (
    differs('the answer', expected, answer) ??
    (view ? differingButtons(world, step.who, view) : null)
  );
}

/** Some jobs have run: what came of them is seen, and must be what could come of them. */
async function worked(world: World): Promise<string | null> {
  const { model, given, company } = world;
  const views = await readViews(given.deps.db, [...model.requests.keys()]);
  for (const { id, status } of views) {
    const request = model.requests.get(id);
    const seen = request && { status, account: accountsOf(company, request.address).length > 0 };
    if (seen && !model.workedSome(request, seen)) {
      return `the work on a request that is ${request.status} made it ${status}`;
    }
  }
  return null;
}

async function pass({ given }: World, ms: number): Promise<void> {
  const { deps } = given;
  given.advance(ms);
  const log = pino({ level: 'silent' });
  await sweepTimers({ db: deps.db, clock: deps.clock, kinds: timerKinds(deps), log });
  await runJobs(given);
}

/** Lets all work be done, and holds what lies in the company to the rules. */
export async function finish(world: World): Promise<void> {
  const { model, company, given } = world;
  company.faults.length = 0;
  await runJobs(given);
  await pass(world, 60_000);
  for (const request of model.requests.values()) model.work(request);
  const wrong = (await compare(world, new Map(), true)) ?? differingOutcomes(world);
  if (wrong) throw new RuleBroken(`once all was done: ${wrong}`);
}
