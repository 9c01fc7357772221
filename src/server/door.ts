import type { IncomingMessage } from 'node:http';
import type { CloudAdapter } from 'botbuilder';
import type { Logger } from 'pino';
import type { Request, Response } from 'restify';
import { ActivityShape } from '../bot/activity-shape.ts';
import type { ChannelTokenCheck } from '../bot/channel-token.ts';
import type { ActivityHandler } from '../bot/handle-activity.ts';
import { troubleOf } from '../db/trouble.ts';
import { AppError } from '../errors.ts';
import { readJson } from './read-json.ts';
import { createSparingLog, type SparingLog } from './sparing-log.ts';

/** Who comes in, and what happens to what they bring. */
export interface DoorDeps {
  /** Reads the token of a call; null: callers need none. Throws `unavailable`. */
  readonly checkToken: ChannelTokenCheck | null;
  /** Addresses that answers may go to. */
  readonly serviceUrls: RegExp;
  readonly adapter: CloudAdapter;
  readonly onActivity: ActivityHandler;
  readonly log: Logger;
}

/** An answer: a status, with a body for an invoke; or with the reason why nothing was done, for the log. */
interface Answered {
  readonly status: number;
  readonly body?: unknown;
  readonly why?: string;
}

/** What was let in: an activity as it came and as it was read, and the header that the adapter looks at again. */
interface LetIn {
  readonly activity: Record<string, unknown>;
  readonly read: ActivityShape;
  readonly authorization: string;
}

/** An activity of Teams is far below this; anything larger is not one. */
const MOST_BYTES = 256 * 1024;

/** Activities that are not for us, by what reading them has thrown. */
const REFUSED: ReadonlyMap<string, number> = new Map([
  ['turn.unreadable', 400],
  ['turn.otherTenant', 403],
]);

/**
 * Answers `POST /api/messages`. The token comes first, before a byte of the body: 401 without a good one, or
 * with one for another service URL; 413 and 415 for a body that is not read, 400 for what is no activity,
 * 403 for a foreign service URL, channel or tenant, 500 and 503 where we or the channel's keys fail. Nothing
 * but an invoke's answer has a body: what went wrong is nobody's outside.
 */
export function createDoor(deps: DoorDeps): (req: Request, res: Response) => Promise<void> {
  const note = createSparingLog(deps.log);
  return async (req, res) => {
    const { status, body, why } = await answer(req, deps).catch((error: unknown) =>
      failed(error, deps.log, note),
    );
    if (why !== undefined) note('warn', `${status} ${why}`, { status, why }, 'activity refused');
    if (!req.complete) leaveUnread(req, res);
    if (body === undefined) res.sendRaw(status, '');
    else res.sendRaw(status, JSON.stringify(body), { 'Content-Type': 'application/json' });
  };
}

async function answer(req: Request, deps: DoorDeps): Promise<Answered> {
  const met = await letIn(req, deps);
  return 'status' in met ? met : handOver(met, deps);
}

async function letIn(req: Request, deps: DoorDeps): Promise<LetIn | Answered> {
  const authorization = req.headers.authorization ?? '';
  const token = deps.checkToken && (await deps.checkToken(authorization));
  if (token?.kind === 'bad') return { status: 401, why: `token: ${token.why}` };

  const body = await readJson(req, MOST_BYTES);
  if (body.kind === 'refused') return body;
  const shape = ActivityShape.safeParse(body.value);
  if (!shape.success) return { status: 400, why: `shape: ${placesOf(shape.error.issues)}` };

  const { serviceUrl, channelId } = shape.data;
  if (!deps.serviceUrls.test(serviceUrl)) return { status: 403, why: 'serviceUrl' };
  if (token && token.serviceUrl !== serviceUrl) return { status: 401, why: 'token: serviceurl' };
  if (token && (channelId ?? TEAMS) !== TEAMS) return { status: 403, why: 'channelId' };
  const activity = body.value as Record<string, unknown>;
  return { activity, read: shape.data, authorization };
}

/** The channel whose tokens are checked for. Other local clients, which need none, have names of their own. */
const TEAMS = 'msteams';

/** Names of fields that are not as they should be, as long as they are ours. */
function placesOf(issues: readonly { readonly path: readonly PropertyKey[] }[]): string {
  const places = issues.map(({ path }) =>
    path.filter((part) => typeof part === 'string').join('.'),
  );
  return [...new Set(places)].slice(0, 5).join(' ');
}

/** Lets the adapter work, which would tell the channel in words what we or Teams have thrown. */
async function handOver(
  { activity, read, authorization }: LetIn,
  deps: DoorDeps,
): Promise<Answered> {
  const answered: { status: number; body?: unknown } = { status: 200 };
  const failures: unknown[] = [];
  await deps.adapter.process(
    { method: 'POST', headers: { authorization }, body: activity },
    {
      socket: null,
      header: () => undefined,
      status: (status: number) => {
        answered.status = status;
      },
      send: (body: unknown) => {
        answered.body = body;
      },
      end: () => undefined,
    },
    async (context) => {
      await deps.onActivity(context, read).catch((error: unknown) => failures.push(error));
    },
  );
  if (failures.length > 0) throw failures[0];
  // A client that is told 412 while it signs somebody in goes on another way.
  if (answered.status < 400 || answered.status === 412) return answered;
  // An invoke that is not for us, or something that the adapter says in words.
  return { status: answered.status, why: 'adapter' };
}

function failed(error: unknown, log: Logger, note: SparingLog): Answered {
  const code = error instanceof AppError ? error.code : '';
  const refused = REFUSED.get(code);
  if (refused !== undefined) {
    note('warn', code, { err: error }, 'activity not ours');
    return { status: refused };
  }
  const passing = code === 'unavailable' ? code : troubleOf(error);
  const fields = { err: error };
  // Each one may have another cause, where it is our own failure.
  if (passing === null) log.error(fields, 'activity failed');
  else note('error', passing, fields, 'activity failed');
  return { status: passing === null ? 500 : 503 };
}

/** How much of a body that nobody wants is let by, in bytes, so that its sender gets to read why. */
const LET_BY_BYTES = 1024 * 1024;

/** Lets the rest of a body go without keeping it; a long one ends the connection. */
function leaveUnread(req: IncomingMessage, res: Response): void {
  let left = LET_BY_BYTES;
  res.setHeader('Connection', 'close');
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) req.destroy();
  });
}
