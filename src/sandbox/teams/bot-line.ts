import { channelToken, ownServiceUrl } from '../login/index.ts';
import type { World } from '../world.ts';
import type { Activity } from './activity.ts';

/** How the bot answered an activity. Status 0: it is down; 504: it let Teams wait too long. */
export interface BotAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The way from Teams to the bot. */
export interface BotLine {
  /** Sends one activity, once, signed as the channel. */
  send(activity: Activity): Promise<BotAnswer>;
  /** Lets the bot follow a WoodGrove that was put back to its start; resolves when it has, or is down. */
  catchUp(): Promise<void>;
  /** Ends calls under way; they count as the bot being down. */
  close(): void;
}

/** Teams gives an answer up after 15 s. */
const PATIENCE_MS = 15_000;

function readBody(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

/** Opens the line to the bot's messaging endpoint. */
export function openBotLine(world: World, patienceMs = PATIENCE_MS): BotLine {
  const closing = new AbortController();
  const patience = () => AbortSignal.any([closing.signal, AbortSignal.timeout(patienceMs)]);
  return {
    async send(activity) {
      // An event may have been kept while the sandbox moved to another port.
      const serviceUrl = ownServiceUrl(world);
      const token = await channelToken(world, serviceUrl);
      try {
        const answer = await fetch(`${world.settings.botOrigin}/api/messages`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json; charset=utf-8',
            authorization: `Bearer ${token}`,
          },
          body: JSON.stringify({ ...activity, serviceUrl }),
          signal: patience(),
        });
        return { status: answer.status, body: readBody(await answer.text()) };
      } catch (error) {
        return { status: isTimeout(error) ? 504 : 0, body: null };
      }
    },
    async catchUp() {
      const sync = `${world.settings.botOrigin}/_sandbox/sync`;
      // A bot that is down follows when it starts.
      await fetch(sync, { method: 'POST', signal: patience() }).catch(() => null);
    },
    close: () => closing.abort(),
  };
}
