import type { Reply } from '../http.ts';
import type { Caller } from '../login/caller.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { User } from '../tenant/types.ts';
import type { World } from '../world.ts';
import type { QueryOptions } from './odata/options.ts';

/** One Graph request: a call of its own, or a part of a batch. */
export interface GraphCall {
  readonly world: World;
  readonly tenant: Tenant;
  readonly method: string;
  readonly version: 'v1.0' | 'beta';
  /** Path below the version, and the query, as they came. */
  readonly path: string;
  readonly search: string;
  /** Decoded parts of the path, by the names of the operation's template. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: QueryOptions;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** In whose right. */
  readonly caller: Caller;
  /** Somebody who only watches. */
  readonly observer: boolean;
}

/** One operation of Graph: data in a table, never a `case`. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below the version; `{name}` stands for one part. */
  readonly template: string;
  readonly version?: 'beta';
  /** Any one of these application permissions lets it pass. */
  readonly permissions: readonly string[];
  /** Any one of these delegated ones lets it pass for a person, who must have the right himself. Unset: it takes no people. */
  readonly delegated?: readonly string[];
  readonly run: (call: GraphCall) => Reply | Promise<Reply>;
}

/** A part of the path. Throws where the template has no such name. */
export function param(call: GraphCall, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`No part ${name} in the template of ${call.path}.`);
  return value;
}

/** `@odata.context` of what a call answers. */
export function contextOf(call: GraphCall, of: string): string {
  return `${call.world.settings.origin}/${call.version}/$metadata#${of}`;
}

/** Whether every replica that this caller may meet knows the user already. */
export function isVisible(call: GraphCall, user: User): boolean {
  return call.observer || user.visibleFrom <= Date.now();
}

/** 204. */
export const noContent: Reply = { status: 204 };
