import type { CloudAdapter, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { Request, Response } from 'restify';
import { z } from 'zod';
import { AppError } from '../errors.ts';

/** Who comes in, and what happens to what they bring. */
export interface DoorDeps {
  /** Whether a call carries a good token of the channel; null: callers need none. Throws `unavailable`. */
  readonly tokenIsGood: ((authorization: string) => Promise<boolean>) | null;
  /** Addresses that answers may go to. */
  readonly serviceUrls: RegExp;
  readonly adapter: CloudAdapter;
  readonly onActivity: (context: TurnContext) => Promise<void>;
  readonly log: Logger;
}

const Activity = z.looseObject({ type: z.string().min(1), serviceUrl: z.string().min(1) });

/** Activities that are not for us, by what reading them has thrown. */
const REFUSED: ReadonlyMap<string, number> = new Map([
  ['turn.unreadable', 400],
  ['turn.otherTenant', 403],
]);

/**
 * Answers `POST /api/messages`: 401 without a good token, 400 for what is no activity, 403 for a foreign
 * service URL or tenant, 500 and 503 where we or the channel's keys fail. Nothing but an invoke's answer has
 * a body: what went wrong is nobody's outside.
 */
export function createDoor(deps: DoorDeps): (req: Request, res: Response) => Promise<void> {
  return async (req, res) => {
    try {
      const status = await refusal(req, deps);
      if (status === null) await answer(req, res, deps);
      else res.send(status);
    } catch (error) {
      res.send(statusFor(error, deps.log));
    }
  };
}

async function refusal(req: Request, deps: DoorDeps): Promise<number | null> {
  const authorization = req.header('authorization', '');
  if (deps.tokenIsGood) {
    if (!/^Bearer \S+$/.test(authorization)) return 401;
    if (!(await deps.tokenIsGood(authorization))) return 401;
  }
  const activity = Activity.safeParse(req.body);
  if (!activity.success) return 400;
  return deps.serviceUrls.test(activity.data.serviceUrl) ? null : 403;
}

/** Lets the adapter work, which would tell the channel in words what we or Teams have thrown. */
async function answer(req: Request, res: Response, deps: DoorDeps): Promise<void> {
  const answered: { status: number; body?: unknown } = { status: 200 };
  const failures: unknown[] = [];
  await deps.adapter.process(
    req,
    {
      socket: res.socket,
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
      await deps.onActivity(context).catch((error: unknown) => failures.push(error));
    },
  );
  if (failures.length > 0) throw failures[0];
  const refused = answered.status >= 400 && typeof answered.body === 'string';
  if (answered.body === undefined || refused) res.send(answered.status);
  else res.send(answered.status, answered.body);
}

function statusFor(error: unknown, log: Logger): number {
  const refused = error instanceof AppError ? REFUSED.get(error.code) : undefined;
  if (refused !== undefined) {
    log.warn({ err: error }, 'activity not ours');
    return refused;
  }
  log.error({ err: error }, 'activity failed');
  return error instanceof AppError && error.code === 'unavailable' ? 503 : 500;
}
