import { refusal } from '../../http.ts';
import { installApp } from '../../tenant/install-app.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import type { User } from '../../tenant/types.ts';
import {
  findPlace,
  groupChat,
  isMember,
  type Place,
  peopleIn,
  personalChat,
} from '../conversations.ts';
import { isInstalled, ownApp } from '../installations.ts';
import type { Room } from '../room.ts';

/** The short name a person goes by at the page: `john`, a guest's invited address; null for everyone else. */
export function keyOf(person: User): string | null {
  return person.key ?? (person.userType === 'Guest' ? person.invitedAs : null);
}

/** Everybody who can be played, those of the group chat first. */
export function playedPeople(tenant: Tenant): User[] {
  const first = peopleIn(tenant, groupChat(tenant));
  const others = tenant.users.values().filter((user) => !first.includes(user));
  return [...first, ...others.filter((user) => keyOf(user) !== null)];
}

/** Whether a person can use Teams here: a guest only once he has redeemed. */
export function canChat(person: User): boolean {
  return person.userType === 'Member' || person.externalUserState === 'Accepted';
}

/** The person that `as` means: a key, a guest's address, or an object id. Throws a refusal. */
export function personAs(tenant: Tenant, as: string): User {
  const wanted = as.toLowerCase();
  const guests = tenant.users.find('address', wanted).filter((each) => each.userType === 'Guest');
  const person = tenant.users.find('key', wanted)[0] ?? guests[0] ?? tenant.users.get(wanted);
  if (!person) throw refusal(404, 'unknownPerson', `Nobody here is called ${as}.`);
  return person;
}

/** The same, for somebody who can use Teams. Throws a refusal. */
export function speakerAs(tenant: Tenant, as: string): User {
  const person = personAs(tenant, as);
  if (!person.accountEnabled) throw refusal(403, 'accountDisabled', `${as} cannot sign in.`);
  if (!canChat(person)) throw refusal(403, 'notRedeemed', `${as} has not redeemed yet.`);
  return person;
}

/** Where a person wants to speak; by default his 1:1 chat. Throws a refusal where he is not. */
export function placeFor({ tenant, log }: Room, person: User, conversationId?: string): Place {
  if (!conversationId) return { conversation: personalChat(tenant, person), root: null };
  const place = findPlace(tenant, conversationId);
  const root = place?.root ? log.find(place.root) : null;
  if (!place || (place.root && root?.conversationId !== place.conversation.id)) {
    throw refusal(404, 'unknownConversation', `There is no ${conversationId}.`);
  }
  if (!isMember(tenant, place.conversation, person.id)) {
    throw refusal(403, 'notAMember', `${person.displayName} is not in this conversation.`);
  }
  return place;
}

/** Whether a policy keeps the app from a person. */
function isRefused(tenant: Tenant, person: User): boolean {
  const { appRefusedFor, guestsRefuseApps } = tenant.switches.read();
  return appRefusedFor.includes(person.id) || (guestsRefuseApps && person.userType === 'Guest');
}

/**
 * Opens a person's chat with the bot: adds the app for him as Teams does when he starts
 * one. Throws a refusal where a policy keeps the app from him.
 */
export function openChat({ tenant }: Room, person: User): void {
  if (!isInstalled(tenant, person.id)) {
    const app = ownApp(tenant);
    if (!app || isRefused(tenant, person)) {
      throw refusal(403, 'appNotAllowed', `${person.displayName} may not add the app.`);
    }
    installApp(tenant, app, 'user', person.id);
  }
}
