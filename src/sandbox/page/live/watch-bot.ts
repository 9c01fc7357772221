import { sandbox } from '../api/sandbox.ts';
import type { Signal } from './signal.ts';

/** How often the bot is asked for, in milliseconds, while somebody looks at the page. */
const EVERY_MS = 3_000;

/** Keeps `down` true while the bot does not answer, whoever says something to it. Gives what ends it. */
export function watchBot(down: Signal<boolean>): () => void {
  const look = () => {
    if (document.visibilityState !== 'visible') return;
    // A sandbox that does not answer says nothing about the bot; the page tells of it elsewhere.
    sandbox.bot().then(
      ({ up }) => down.set(!up),
      () => undefined,
    );
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return () => clearInterval(timer);
}
