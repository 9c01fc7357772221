import type { World } from '../world.ts';

/** How long the bot may take to follow, in milliseconds. */
const PATIENCE = 30_000;

/** Tells the bot to read `/_sandbox/state` again, and waits until it has, or is found to be down. */
export async function nudgeBot(world: World): Promise<void> {
  try {
    const answer = await fetch(`${world.settings.botOrigin}/_sandbox/sync`, {
      method: 'POST',
      signal: AbortSignal.timeout(PATIENCE),
    });
    await answer.arrayBuffer();
  } catch {
    // It is down: it reads the state at its next start.
  }
}
