import type { World } from '../world.ts';

/** How an application has proved who it is. */
export type ProofKind = 'managedIdentity' | 'federation' | 'certificate' | 'secret';

/** One token that was given out, as the sign-in log of an administrator has it. */
export interface SignIn {
  readonly at: string;
  readonly clientId: string;
  readonly by: ProofKind;
  readonly resource: string;
}

const MOST_KEPT = 500;

const kept = new WeakMap<World, SignIn[]>();

/** The sign-ins since the sandbox was started, the oldest first. */
export function signInsOf(world: World): readonly SignIn[] {
  return kept.get(world) ?? [];
}

/** Notes one. */
export function noteSignIn(world: World, signIn: Omit<SignIn, 'at'>): void {
  const all = kept.get(world) ?? [];
  all.push({ at: new Date().toISOString(), ...signIn });
  if (all.length > MOST_KEPT) all.shift();
  kept.set(world, all);
}
