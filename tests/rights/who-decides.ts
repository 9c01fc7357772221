/** Who may ask, invite and decide, in the plainest words: the part of the rules that looks at the company. */

/** How a press or a sentence is answered: with the request's card, or with a refusal of this name. */
export type Answer = string;

/** A person as the directory has him. */
export interface Person {
  /** false: the directory does not know him. */
  known: boolean;
  enabled: boolean;
  guest: boolean;
  role: 'none' | 'guestInviter' | 'administrator';
}

/** Whom the tenant lets invite. */
export type Rule = 'none' | 'few' | 'everyone';

/** What the rules look at. */
export interface Company {
  readonly people: ReadonlyMap<string, Person>;
  readonly owners: ReadonlyMap<string, readonly string[]>;
  readonly rule: Rule;
}

export function refuseRequester(company: Company, who: string): Answer | null {
  const person = company.people.get(who);
  if (!person?.known) return 'policy.accountUnknown';
  if (!person.enabled) return 'policy.accountDisabled';
  if (person.guest) return 'policy.guestsCannotRequest';
  return company.rule === 'none' ? 'tenant.invitesNobody' : null;
}

/** Which places need somebody, and whom. Who may invite decides about what he owns, and about the directory. */
export function mustAgree(company: Company, requester: string, places: readonly string[]) {
  const free = mayInvite(company, requester, company.rule);
  const his = (place: string) => place === '' || ownersOf(company, place).includes(requester);
  return places
    .filter((place) => !(free && his(place)))
    .map((place) => ({ place, people: peopleFor(company, requester, place, company.rule) }));
}

/** Owners who can; where none can, administrators. Never the requester. */
export function peopleFor(
  company: Company,
  requester: string,
  place: string,
  rule: Rule,
): string[] {
  const free = mayInvite(company, requester, rule);
  const others = (people: readonly string[]) => people.filter((who) => who !== requester);
  const owners = others(ownersOf(company, place)).filter(
    (who) => canAct(company, who) && (free || mayInvite(company, who, rule)),
  );
  return owners.length > 0 ? owners : others(standIns(company, place, rule));
}

/** A Guest Inviter lets people into the directory; what is inside of it is not his to give. */
export function standIns(company: Company, place: string, rule: Rule): string[] {
  return [...company.people].flatMap(([who, { role }]) => {
    const fits = role === 'administrator' || (role === 'guestInviter' && place === '');
    return fits && mayInvite(company, who, rule) ? [who] : [];
  });
}

export function nobodyDecides(company: Company, requester: string, place: string): Answer {
  const his =
    (mayInvite(company, requester, company.rule) && ownersOf(company, place).includes(requester)) ||
    standIns(company, place, company.rule).includes(requester);
  const cause = his ? 'onlyYouCouldDecide' : 'nobodyCanDecide';
  return `policy.${cause}${place === '' ? 'Directory' : ''}`;
}

export function ownersOf(company: Company, place: string): string[] {
  return (company.owners.get(place) ?? []).filter((who) => company.people.get(who)?.known);
}

export function canAct(company: Company, who: string): boolean {
  const person = company.people.get(who);
  return person?.known === true && person.enabled && !person.guest;
}

export function mayInvite(company: Company, who: string, rule: Rule): boolean {
  if (!canAct(company, who) || rule === 'none') return false;
  return rule === 'everyone' || company.people.get(who)?.role !== 'none';
}
