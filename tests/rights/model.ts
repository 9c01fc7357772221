import type { RequestStatus } from '../../src/requests/types.ts';
import {
  type Answer,
  canAct,
  mustAgree,
  nobodyDecides,
  type Person,
  peopleFor,
  type Rule,
  refuseRequester,
} from './who-decides.ts';

/**
 * The life of requests in the plainest words: who may do what in which state, what each press is
 * answered, and what must have happened in the company once all work is done. Written from the rules
 * and not from the product's code, of which it knows the names of states only.
 */

/** One place of a request and how its approval stands; the directory itself is the place `''`. */
interface Place {
  decision: 'notNeeded' | 'waiting' | 'approved' | 'denied';
  by: string | null;
  /** Who has been asked. */
  asked: readonly string[];
}

/** What stands in a form. */
export interface Form {
  readonly guest: boolean;
  readonly places: readonly string[];
}

export interface Request {
  readonly id: string;
  readonly requester: string;
  readonly address: string;
  status: RequestStatus;
  form: Form;
  places: Map<string, Place>;
  /** Something has been done for the guest: he is in the directory and in his places. */
  begun: boolean;
  mails: 0 | 1;
  /** Everybody who has ever been asked. */
  readonly everAsked: Set<string>;
  /** How often there was something to tell the requester. */
  readonly news: { decided: number; attention: number };
}

/** What stands in the way of the work on a guest: his account was deleted, or his mailbox refuses. */
export type Trouble = 'nothing' | 'deleted' | 'mailRefused';

/** The request's card as an answer; every other answer is the name of a refusal. */
export const CARD: Answer = 'card';

export type Verb = 'approve' | 'deny' | 'cancel' | 'retry' | 'refresh' | 'submit';

/** What comes with a press, as far as it matters. */
export interface Inputs {
  /** A text that no card could have sent. */
  readonly tooLong: boolean;
  /** Words for the reason of a denial. */
  readonly words: boolean;
  /** What the form holds; null: it was left as it is. */
  readonly form: Form | null;
}

export class Model {
  readonly people: Map<string, Person>;
  readonly owners: Map<string, string[]>;
  readonly requests = new Map<string, Request>();
  readonly troubles = new Map<string, Trouble>();
  rule: Rule = 'everyone';

  constructor(people: Map<string, Person>, owners: Map<string, string[]>) {
    this.people = people;
    this.owners = owners;
  }

  /** Asks for a guest. Gives the answer, and keeps the request under this id where there is one. */
  ask(id: string, requester: string, address: string, form: Form): Answer {
    const refused = refuseRequester(this, requester);
    if (refused) return refused;
    const request: Request = {
      id,
      requester,
      address,
      status: 'draft',
      form,
      places: new Map(),
      begun: false,
      mails: 0,
      everAsked: new Set(),
      news: { decided: 0, attention: 0 },
    };
    const answer = this.begin(request, form);
    if (answer === CARD) this.requests.set(id, request);
    return answer;
  }

  /** Presses a button about a request; `id` may be anything. */
  press(who: string, verb: Verb, id: string, inputs: Inputs): Answer {
    const request = this.requests.get(id);
    if (!request) return 'request.notFound';
    switch (verb) {
      case 'approve':
      case 'deny':
        return this.decide(who, verb, request, inputs);
      case 'cancel':
        return this.cancel(who, request);
      case 'retry':
        return this.retry(who, request);
      case 'refresh':
        return this.maySee(who, request) ? CARD : 'request.notYours';
      case 'submit':
        return this.submit(who, request, inputs);
    }
  }

  /** `status <id>` and `cancel <id>`. */
  sayAbout(who: string, what: 'status' | 'cancel', id: string): Answer {
    const request = this.requests.get(id);
    if (!request || !this.maySee(who, request)) return 'request.noneAbout';
    return what === 'status' ? CARD : this.cancel(who, request);
  }

  /** Requests that `my requests` and `waiting for me` list. */
  list(who: string, which: 'mine' | 'waiting'): string[] {
    const listed = [...this.requests.values()].filter((request) =>
      which === 'mine' ? request.requester === who : this.isWaitedFor(who, request),
    );
    return listed.map(({ id }) => id);
  }

  /** Buttons that a person's card of a request offers. */
  buttons(who: string, request: Request): Verb[] {
    const { status, requester, begun } = request;
    if (who === requester) {
      if (status === 'draft') return ['submit', 'cancel'];
      if (status === 'pending') return begun ? [] : ['cancel'];
    }
    if (status === 'attention' && this.isConcerned(who, request)) return ['retry'];
    return this.isWaitedFor(who, request) ? ['approve', 'deny'] : [];
  }

  /** Somebody whose card offers this button, the first by name. */
  whoMay(verb: Verb, id: string): string | undefined {
    const request = this.requests.get(id);
    const people = [...this.people.keys()].toSorted();
    return people.find((who) => request && this.buttons(who, request).includes(verb));
  }

  /** A day has passed: whoever can no longer decide is waited for no more. */
  lookAfter(request: Request): void {
    if (request.status === 'pending' && !this.endWhereNobodyDecides(request)) this.askAnew(request);
  }

  /** All the work on a request has been done. */
  work(request: Request): void {
    if (request.status !== 'working') return;
    const trouble = this.troubles.get(request.address) ?? 'nothing';
    const stopped = trouble === 'deleted' && !request.begun;
    request.begun ||= !stopped;
    if (stopped || trouble === 'mailRefused') this.fail(request);
    else {
      request.mails = 1;
      request.status = 'done';
    }
  }

  /** Part of the work has been done: how far it got is seen, and must be a way that leads on. */
  workedSome(
    request: Request,
    seen: Readonly<{ status: RequestStatus; account: boolean }>,
  ): boolean {
    if (request.status !== 'working') return seen.status === request.status;
    if (seen.status === 'working') {
      request.begun ||= seen.account;
      return true;
    }
    this.work(request);
    return this.requests.get(request.id)?.status === seen.status;
  }

  /** What the company must hold for the guest of a request once all work is done. */
  outcome({ begun, mails, places }: Request) {
    const held = begun ? [...places.keys()].filter((id) => id !== '') : [];
    return { accounts: begun ? 1 : 0, places: held.toSorted(), mails };
  }

  private decide(who: string, verb: 'approve' | 'deny', request: Request, inputs: Inputs): Answer {
    if (request.status === 'draft' && who !== request.requester) return 'request.notFound';
    if (who === request.requester) return 'request.ownRequest';
    if (request.status !== 'pending') return `request.alreadyDecided ${request.status}`;
    const person = this.people.get(who);
    if (!person?.known) return 'request.notYours';
    if (!person.enabled) return 'policy.accountDisabled';
    if (person.guest) return 'policy.guestsCannotDecide';

    const his = this.waiting(request).filter((place) =>
      this.deciders(request, place).includes(who),
    );
    if (his.length === 0) return this.refuseAndAskAnew(who, request);
    if (verb === 'deny') return this.deny(who, request, his, inputs);
    if (inputs.tooLong) return 'request.textTooLong';
    if (this.rule === 'none') return 'tenant.invitesNobody';
    if (!canAct(this, request.requester)) return 'policy.requesterLeft';
    if (this.endWhereNobodyDecides(request)) return 'request.alreadyDecided denied';
    for (const place of his) this.settle(request, place, 'approved', who);
    if (this.waiting(request).length === 0) {
      request.status = 'working';
      request.news.decided += 1;
    }
    return CARD;
  }

  private deny(who: string, request: Request, his: readonly string[], inputs: Inputs): Answer {
    if (inputs.tooLong) return 'request.textTooLong';
    if (!inputs.words) return 'request.reasonMissing';
    for (const place of his) this.settle(request, place, 'denied', who);
    request.status = 'denied';
    request.news.decided += 1;
    return CARD;
  }

  private refuseAndAskAnew(who: string, request: Request): Answer {
    if (this.endWhereNobodyDecides(request)) return 'request.alreadyDecided denied';
    this.askAnew(request);
    const decided = [...request.places.values()].some(({ by }) => by === who);
    return decided ? 'request.alreadyDecided pending' : 'request.notYours';
  }

  private cancel(who: string, request: Request): Answer {
    const { status } = request;
    if (who !== request.requester) return 'request.notYours';
    if (status !== 'draft' && status !== 'pending') return `request.cannotCancel ${status}`;
    if (request.begun) return 'request.cannotCancel done';
    request.status = 'cancelled';
    return CARD;
  }

  private retry(who: string, request: Request): Answer {
    if (!this.isConcerned(who, request)) return 'request.notYours';
    if (request.status === 'working') return CARD;
    if (request.status !== 'attention') return 'request.nothingToRetry';
    const refused = this.refuseRetry(who, request);
    if (refused) return refused;

    const asked = mustAgree(this, request.requester, [...request.places.keys()]);
    const nobody = asked.find(({ people }) => people.length === 0);
    if (nobody) return nobodyDecides(this, request.requester, nobody.place);
    const anew = asked.filter(({ place, people }) => {
      const { decision, by } = this.place(request, place);
      return decision !== 'approved' || by === null || !people.includes(by);
    });
    for (const { place, people } of anew) {
      this.settle(request, place, 'waiting', null);
      this.askAbout(request, place, people);
    }
    request.status = anew.length > 0 ? 'pending' : 'working';
    return CARD;
  }

  private refuseRetry(who: string, request: Request): Answer | null {
    const { requester } = request;
    const person = this.people.get(who);
    if (who === requester) {
      if (!person?.known || !person.enabled) return 'policy.accountDisabled';
      if (person.guest) return 'policy.guestsCannotRequest';
    } else {
      if (!person?.known) return 'request.notYours';
      if (!person.enabled) return 'policy.accountDisabled';
      if (person.guest) return 'policy.guestsCannotDecide';
      const decides = [...request.places.keys()].some((place) =>
        this.deciders(request, place).includes(who),
      );
      if (!decides) return 'request.notYours';
    }
    if (this.rule === 'none') return 'tenant.invitesNobody';
    return canAct(this, requester) ? null : 'policy.requesterLeft';
  }

  private submit(who: string, request: Request, inputs: Inputs): Answer {
    if (who !== request.requester) return 'request.notYours';
    if (request.status !== 'draft') return 'request.alreadySent';
    if (inputs.tooLong) return 'request.textTooLong';
    const refused = refuseRequester(this, who);
    const answer = refused ?? this.begin(request, inputs.form ?? request.form);
    // Who may not ask, or asks what nobody can allow, has no use for the form.
    if (answer !== CARD) request.status = 'denied';
    return answer;
  }

  /** Takes what is asked for: a draft while something is missing; else it waits, or goes ahead. */
  private begin(request: Request, form: Form): Answer {
    request.form = form;
    if (!form.guest || form.places.length === 0) return CARD;
    const asked = mustAgree(this, request.requester, form.places);
    const nobody = asked.find(({ people }) => people.length === 0);
    if (nobody) return nobodyDecides(this, request.requester, nobody.place);
    request.places = new Map(
      form.places.map((id) => [id, { decision: 'notNeeded', by: null, asked: [] }]),
    );
    for (const { place, people } of asked) {
      this.settle(request, place, 'waiting', null);
      this.askAbout(request, place, people);
    }
    request.status = asked.length > 0 ? 'pending' : 'working';
    return CARD;
  }

  /** Who decides about a place of a request at this moment; while nobody may invite, those who else would. */
  private deciders({ requester }: Request, place: string): string[] {
    return peopleFor(this, requester, place, this.rule === 'none' ? 'everyone' : this.rule);
  }

  private endWhereNobodyDecides(request: Request): boolean {
    const stuck = this.waiting(request).some((place) => this.deciders(request, place).length === 0);
    if (!stuck) return false;
    request.status = 'denied';
    request.news.decided += 1;
    return true;
  }

  private askAnew(request: Request): void {
    for (const place of this.waiting(request)) {
      this.askAbout(request, place, this.deciders(request, place));
    }
  }

  private askAbout(request: Request, id: string, people: readonly string[]): void {
    this.place(request, id).asked = people;
    for (const who of people) request.everAsked.add(who);
  }

  private settle(request: Request, id: string, decision: Place['decision'], by: string | null) {
    request.places.set(id, { ...this.place(request, id), decision, by });
  }

  private fail(request: Request): void {
    request.status = 'attention';
    request.news.attention += 1;
  }

  private maySee(who: string, request: Request): boolean {
    if (who === request.requester) return true;
    return request.status !== 'draft' && this.isConcerned(who, request);
  }

  /** Who made it, who is asked, who has decided. */
  private isConcerned(who: string, { requester, places }: Request): boolean {
    const asked = [...places.values()].some((each) => each.asked.includes(who) || each.by === who);
    return who === requester || asked;
  }

  private isWaitedFor(who: string, request: Request): boolean {
    if (request.status !== 'pending' || who === request.requester) return false;
    return this.waiting(request).some((place) => this.place(request, place).asked.includes(who));
  }

  private waiting({ places }: Request): string[] {
    return [...places].flatMap(([id, { decision }]) => (decision === 'waiting' ? [id] : []));
  }

  private place({ places }: Request, id: string): Place {
    const place = places.get(id);
    if (!place) throw new Error(`the model knows of no place ${id}`);
    return place;
  }
}
