import { isDeepStrictEqual } from 'node:util';
import { readViews } from '../../src/db/request-views.ts';
import type { RequestView } from '../../src/requests/types.ts';
import { viewerRole } from '../../src/requests/view-request.ts';
import { verbsOf } from '../support/chat.ts';
import type { Company } from '../support/company/company.ts';
import type { Model, Request } from './model.ts';
import { PLACES } from './steps.ts';
import type { World } from './world.ts';

/** A card that is shown offers what its reader can press, and nothing else. */
export function differingButtons(
  { model, given }: World,
  who: string,
  view: RequestView,
): string | null {
  const request = model.requests.get(view.id);
  if (!request) return `a card of ${view.id}, which there is not`;
  const reader = { role: viewerRole(view, who), personId: who };
  const { card } = given.deps.presenter.requestMessage(view, reader, 'en-GB');
  return differs('the buttons', model.buttons(who, request), offered(card));
}

function offered(card: object | undefined): string[] {
  return verbsOf(card).map((verb) => verb.replace('request.', ''));
}

export function snapshots({ requests }: Model): Map<string, string> {
  const plain = (_: string, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...value] : value;
  return new Map([...requests].map(([id, request]) => [id, JSON.stringify(request, plain)]));
}

/** Everything that only jobs may change. */
export function footprint({ company }: World) {
  const { accounts, places, sent, drafts, posted, invitations } = company;
  return {
    guests: [...accounts.values()].filter(({ mail }) => mail?.endsWith('@outside.com')).length,
    members: [...places.values()].map(({ members }) => members.size),
    messages: posted.length,
    edits: posted.reduce((sum, { edits }) => sum + edits, 0),
    mails: sent.length + drafts.size,
    invitations,
  };
}

/** Every request as the product has it, held to the rules; a refused press changes nothing at all. */
export async function compare(
  world: World,
  before: ReadonlyMap<string, string>,
  works: boolean,
): Promise<string | null> {
  const { model, given, versions } = world;
  const after = snapshots(model);
  const views = await readViews(given.deps.db, [...model.requests.keys()]);
  for (const view of views) {
    const request = model.requests.get(view.id);
    if (!request) continue;
    const wrong =
      differs('the state', request.status, view.status) ?? differingPlaces(request, view);
    if (wrong) return `${view.id}: ${wrong}`;
    const known = versions.get(view.id) ?? 0;
    const changed = before.has(view.id) && before.get(view.id) !== after.get(view.id);
    if (changed && view.version <= known) return `${view.id} changed without a new version`;
    if (!changed && !works && request.status !== 'draft' && view.version !== known) {
      return `${view.id} has a new version, and nothing has changed`;
    }
    versions.set(view.id, view.version);
  }
  return views.length === model.requests.size ? null : 'a request is missing';
}

function differingPlaces(request: Request, view: RequestView): string | null {
  if (request.status === 'draft') return null;
  const shown = view.resources.map(({ id, decision, decidedBy, approvers }) => ({
    id,
    decision,
    by: decidedBy?.id ?? null,
    asked: decision === 'waiting' ? approvers.map((each) => each.id).toSorted() : [],
  }));
  const expected = [...request.places].map(([id, { decision, by, asked }]) => ({
    id,
    decision,
    by,
    asked: decision === 'waiting' ? asked.toSorted() : [],
  }));
  const sorted = (list: { id: string }[]) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  // A form that was denied keeps the places that it named last.
  if (expected.length === 0) return null;
  return differs('what waits for whom', sorted(expected), sorted(shown));
}

export function differingOutcomes(world: World): string | null {
  const { company, model } = world;
  for (const request of model.requests.values()) {
    const ids = accountsOf(company, request.address);
    const its = {
      accounts: ids.length,
      places: PLACES.filter((id) => company.places.get(id)?.members.has(ids[0] ?? '')).toSorted(),
      mails: company.sent.filter(({ to }) => to.address === request.address).length,
    };
    const wrong =
      differs('its guest', model.outcome(request), its) ??
      differingCards(world, request) ??
      differingNews(world, request);
    if (wrong) return `${request.id}: ${wrong}`;
  }
  return null;
}

export function accountsOf({ accounts }: Company, address: string): string[] {
  return [...accounts.values()].flatMap(({ id, mail }) => (mail === address ? [id] : []));
}

/** Everybody concerned has one card, which offers what he can do now; nobody else has any. */
function differingCards({ company, model }: World, request: Request): string | null {
  const cards = company.posted.filter(({ message }) => aboutOf(message) === `card ${request.id}`);
  const readers = cards.map(({ conversationId }) => conversationId.replace('chat-', ''));
  if (new Set(readers).size < readers.length) return `two cards in one chat: ${readers}`;
  const uninvited = readers.find((who) => who !== request.requester && !request.everAsked.has(who));
  if (uninvited) return `${uninvited} has a card and was never asked`;
  const waited = [...model.people.keys()].filter((who) =>
    model.list(who, 'waiting').includes(request.id),
  );
  const without = [request.requester, ...waited].find((who) => !readers.includes(who));
  if (without) return `${without} has no card`;
  for (const [index, { message }] of cards.entries()) {
    const who = readers[index] ?? '';
    const wrong = differs(
      `what ${who}’s card offers`,
      model.buttons(who, request),
      offered(message.card),
    );
    if (wrong) return wrong;
  }
  return null;
}

/** The requester is told what there is to tell, and no more often than it happened. */
function differingNews({ company }: World, request: Request): string | null {
  const { news, status, requester, id } = request;
  const told = (event: string) =>
    company.posted.filter(
      ({ conversationId, message }) =>
        conversationId === `chat-${requester}` && aboutOf(message) === `${event} ${id}`,
    ).length;
  const decided = told('decided');
  if (decided > news.decided || (news.decided > 0 && decided === 0)) {
    return `it was decided ${news.decided} times and told ${decided} times`;
  }
  const attention = told('attention');
  if (attention > news.attention || (status === 'attention' && attention === 0)) {
    return `it failed ${news.attention} times, which was told ${attention} times`;
  }
  return null;
}

function aboutOf(message: object): string | null {
  return 'about' in message && typeof message.about === 'string' ? message.about : null;
}

export function differs(what: string, expected: unknown, actual: unknown): string | null {
  if (isDeepStrictEqual(expected, actual)) return null;
  return `by the rules ${what} is ${JSON.stringify(expected)}, the product has ${JSON.stringify(actual)}`;
}
