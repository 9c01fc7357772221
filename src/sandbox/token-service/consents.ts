import type { Table } from '../store.ts';
import type { World } from '../world.ts';

/** How a person stands to the application. No token is kept: each is made when it is asked for. */
export interface Consent {
  /** He has allowed the application to act in his name. */
  readonly given: boolean;
  /** The token service holds a token of his. */
  readonly signedIn: boolean;
  /** What the window that he signed in with has given his client to bring to the bot. */
  readonly code: string | null;
}

const none: Consent = { given: false, signedIn: false, code: null };

function table({ store }: World): Table<Consent> {
  return store.table<Consent>('consents');
}

/** How this person (id) stands. */
export function consentOf(world: World, personId: string): Consent {
  return table(world).get(personId) ?? none;
}

/** Everybody who has ever been asked, by id. */
export function allConsents(world: World): [string, Consent][] {
  return table(world).entries();
}

/** Changes how this person stands. */
export function changeConsent(world: World, personId: string, change: Partial<Consent>): void {
  const changed = { ...consentOf(world, personId), ...change };
  world.store.write(() => table(world).put(personId, changed));
  world.changes.tell('people');
}
