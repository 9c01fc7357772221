import type { ChatMessage, TaskPayloads } from './ports.ts';
import type { GuestView, Person, RequestView, ResourceRef } from './types.ts';

/** How somebody stands to a request. A bystander reads along in a shared chat and sees nothing private. */
export type ViewerRole = 'requester' | 'approver' | 'bystander';

/** For whom a request is drawn. */
export interface Reader {
  readonly role: ViewerRole;
  /** Entra object id; null for the base of a shared card, which everybody may read. */
  readonly personId: string | null;
  /** Teams identity (MRI) of a person, where the chat's roster told it. */
  readonly mriOf?: (personId: string) => string | null | undefined;
}

/** Somebody to be named in a channel: mentioned where `rosterId` (MRI of that roster) is known. */
export interface Mentioned {
  readonly name: string;
  readonly rosterId: string | null;
}

export type RequesterEvent = TaskPayloads['tell-requester']['event'];

/** Turns rows into messages. Implemented by `bot/` over cards and texts. `locale` is BCP 47. */
export interface Presenter {
  requestMessage(view: RequestView, reader: Reader, locale: string): ChatMessage;
  /** News for the requester beside the card that changes by itself. `guest`: the one who has arrived. */
  requesterNews(
    event: RequesterEvent,
    view: RequestView,
    guest: GuestView | null,
    locale: string,
  ): ChatMessage;
  /** The mention in the channel of the team a guest has come to. */
  channelWelcome(
    welcome: {
      readonly guest: Mentioned;
      readonly sponsor: Mentioned;
      readonly resource: ResourceRef;
    },
    locale: string,
  ): ChatMessage;
  /** Offers somebody that we add guests to his teams in his name; and, with `invites`, that Microsoft invites his own so. */
  ownRightOffer(locale: string, invites: boolean): ChatMessage;
  /** What the guest reads in his own chat: where to go, who his sponsor is, whom to ask. */
  guestWelcome(
    welcome: {
      readonly guest: { readonly address: string; readonly name: string | null };
      readonly sponsor: Person;
      readonly resources: readonly (ResourceRef & { readonly url: string | null })[];
      readonly until: string | null;
    },
    locale: string,
  ): ChatMessage;
}
