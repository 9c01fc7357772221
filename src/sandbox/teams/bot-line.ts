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

/** Opens the line to the bot's messaging endpoint. */
export function openBotLine(world: World, patienceMs = PATIENCE_MS): BotLine {
  const closing = new AbortController();
  return {
    async send(activity) {
      // An event may have been kept while the sandbox moved to another port.
      const serviceUrl = ownServiceUrl(world);
      const token = await channelToken(world, serviceUrl);
      const patience = AbortSignal.timeout(patienceMs);
      try {
        const answer = await fetch(`${world.settings.botOrigin}/api/messages`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json; charset=utf-8',
            authorization: `Bearer ${token}`,
          },
          body: JSON.stringify({ ...activity, serviceUrl }),
          signal: AbortSignal.any([closing.signal, patience]),
        });
        return { status: answer.status, body: readBody(await answer.text()) };
      } catch {
        return { status: patience.aborted ? 504 : 0, body: null };
      }
    },
    close: () => closing.abort(),
  };
}
