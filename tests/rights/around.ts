import { AppError } from '../../src/errors.ts';
import type { Account, AllowInvitesFrom, DirectoryRole } from '../../src/requests/ports.ts';
import { account } from '../support/company/company.ts';
import type { Step } from './steps.ts';
import type { World } from './world.ts';

const RULES: Readonly<Record<string, AllowInvitesFrom>> = {
  none: 'none',
  few: 'adminsAndGuestInviters',
  everyone: 'everyone',
};

const ROLES: Readonly<Record<string, readonly DirectoryRole[]>> = {
  none: [],
  guestInviter: ['guestInviter'],
  administrator: ['userAdministrator'],
};

/** What happens in the company and not in the product. */
export type StepAround = Extract<
  Step,
  { act: 'own' | 'become' | 'role' | 'rule' | 'trouble' | 'hiccup' }
>;

export function happensAround(step: Step): step is StepAround {
  return ['own', 'become', 'role', 'rule', 'trouble', 'hiccup'].includes(step.act);
}

/** Lets it happen, in the company and by the rules. */
export function happenAround(world: World, step: StepAround): void {
  const { company, model } = world;
  switch (step.act) {
    case 'own':
      own(world, step.where, step.who, step.owns);
      return;
    case 'become':
      become(world, step.who, step.what);
      return;
    case 'role': {
      company.roles.set(step.who, ROLES[step.has] ?? []);
      const person = model.people.get(step.who);
      if (person) person.role = step.has;
      return;
    }
    case 'rule':
      company.rules = { ...company.rules, allowInvitesFrom: RULES[step.rule] ?? 'none' };
      model.rule = step.rule;
      return;
    case 'trouble':
      trouble(world, step.on, step.what);
      return;
    case 'hiccup': {
      const error = new AppError('unavailable');
      company.faults.push({ call: step.call, when: 'before', error });
    }
  }
}

function own({ company, model }: World, where: string, who: string, owns: boolean): void {
  const place = company.places.get(where);
  if (!place) return;
  const others = (model.owners.get(where) ?? []).filter((each) => each !== who);
  const owners = owns ? [...others, who] : others;
  model.owners.set(where, owners);
  const accounts = owners.map((id) => account(id, id));
  company.places.set(where, { ...place, owners: accounts });
}

function become(world: World, who: string, what: Extract<Step, { act: 'become' }>['what']): void {
  const { company, model, records } = world;
  const person = model.people.get(who);
  const record = records.get(who);
  if (!person || !record) return;
  if (what === 'enabled' || what === 'disabled') person.enabled = what === 'enabled';
  if (what === 'guest' || what === 'member') person.guest = what === 'guest';
  if (what === 'gone' || what === 'back') person.known = what === 'back';
  const { enabled, guest, known } = person;
  const userType = guest ? 'guest' : 'member';
  const now: Account = { ...record, enabled, userType, guestState: guest ? 'Accepted' : null };
  if (known) company.accounts.set(who, now);
  else company.accounts.delete(who);
}

function trouble(
  { company, model, mailRefused }: World,
  on: number,
  what: Extract<Step, { act: 'trouble' }>['what'],
): void {
  const addresses = [...model.requests.values()].map(({ address }) => address);
  const address = addresses[on % addresses.length];
  if (!address) return;
  model.troubles.set(address, what);
  if (what === 'deleted') company.deleted.set(address, 'gone');
  else company.deleted.delete(address);
  if (what === 'mailRefused') mailRefused.add(address);
  else mailRefused.delete(address);
}
