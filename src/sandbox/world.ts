import { EventEmitter } from 'node:events';
import type { Conditions } from './conditions/conditions.ts';
import type { Store } from './store.ts';

/** What the page is told has changed; it reads the rest again. */
export type Topic = 'people' | 'tenant' | 'outbox' | 'graph' | 'messages' | 'clock' | 'typing';

/** Everything WoodGrove is made of, handed to each of its rooms. */
export interface World {
  readonly settings: SandboxSettings;
  readonly store: Store;
  readonly clock: SandboxClock;
  readonly changes: Changes;
  /** What makes calls slow, limited or fail. */
  readonly conditions: Conditions;
}

/** Where the sandbox listens and whom it serves. Addresses without a trailing slash. */
export interface SandboxSettings {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** `http://127.0.0.1:<bot port>` */
  readonly botOrigin: string;
  /** The product's data folder; the sandbox keeps its own in `sandbox` below it. */
  readonly dataDir: string;
  readonly tenantId: string;
  readonly botId: string;
  readonly botSecret: string;
  /** The app's id in its manifest: `externalId` in the tenant's catalogue. */
  readonly teamsAppId: string;
  readonly mailFrom: readonly string[];
  /** The bot's OAuth connection in the token service; unset: there is none. */
  readonly oauthConnection?: string | null;
}

/** WoodGrove's time: the machine's, moved by an offset that is kept. */
export interface SandboxClock {
  now(): Date;
  /** Milliseconds ahead of the machine's clock. */
  offset(): number;
  moveTo(now: Date): void;
}

/** Tells the page that something has changed. Never carries data. */
export class Changes extends EventEmitter<{ changed: [Topic, string?] }> {
  tell(topic: Topic, detail?: string): void {
    this.emit('changed', topic, detail);
  }
}
