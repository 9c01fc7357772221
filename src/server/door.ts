import type { Request, Response } from 'restify';
import { z } from 'zod';

/** What an activity must be before anybody spends time on it. */
export interface DoorSettings {
  /** Whether callers must bring a token; whether it is a good one the adapter checks. */
  readonly tokenNeeded: boolean;
  /** Addresses that answers may go to. */
  readonly serviceUrls: RegExp;
}

const Activity = z.looseObject({ type: z.string().min(1), serviceUrl: z.string().min(1) });

/** Turns away what is no activity for us: 401 without a token, 400 for a body that is none, 403 for a foreign service URL. */
export function refuseAtDoor(req: Request, res: Response, settings: DoorSettings): boolean {
  const status = refusal(req, settings);
  if (status === null) return false;
  res.send(status);
  return true;
}

function refusal(req: Request, { tokenNeeded, serviceUrls }: DoorSettings): number | null {
  if (tokenNeeded && !/^Bearer \S+$/.test(req.header('authorization', ''))) return 401;
  const activity = Activity.safeParse(req.body);
  if (!activity.success) return 400;
  return serviceUrls.test(activity.data.serviceUrl) ? null : 403;
}
