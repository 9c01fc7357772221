import type { Db, Tx } from '../db/types.ts';
import type { Clock, Directory, Notifier, Queue, Random } from './ports.ts';
import type { Presenter } from './presenter.ts';
import type { GuestWish, Problem } from './types.ts';

/** Structured log lines: ids and outcomes, never addresses, links or texts. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, event: string): void;
  warn(fields: Readonly<Record<string, unknown>>, event: string): void;
}

/** Why an address cannot be invited, and the one that probably was meant. */
export interface AddressRefusal {
  readonly problem: Problem;
  readonly suggestion: string | null;
}

/** How what people write is read. Implemented by `language/`, which this room does not know. */
export interface Reading {
  /** null: the address can be invited, as far as its letters tell. */
  checkAddress(address: string): AddressRefusal | null;
  /** Guests as a form field or a sentence names them: `Sam <sam@x.com>, kim@y.com`. */
  readGuests(text: string): readonly GuestWish[];
}

/** Our own choices, as far as they concern requests. */
export interface RequestSettings {
  /** Whether a guest may be brought in without any resource. */
  readonly directoryOnly: boolean;
}

/** What every operation on requests needs. */
export interface RequestDeps {
  readonly db: Db;
  readonly queue: Queue<Tx>;
  readonly clock: Clock;
  readonly random: Random;
  readonly directory: Directory;
  readonly reading: Reading;
  readonly settings: RequestSettings;
  readonly log?: Log;
}

/** What writes inside an open transaction need. */
export type WriteDeps = Pick<RequestDeps, 'queue' | 'clock'>;

/** What operations that speak to people need besides. */
export interface NotifyDeps extends RequestDeps {
  readonly notifier: Notifier;
  readonly presenter: Presenter;
}
