import type { Request, Response, Server } from 'restify';
import type { ChainKey } from '../audit/chain-key.ts';
import { forgetPerson } from '../audit/forget-person.ts';
import { readHead } from '../audit/link.ts';
import { showRows } from '../audit/show-rows.ts';
import { verifyChain } from '../audit/verify-chain.ts';
import type { Db } from '../db/types.ts';

/** What the routes about the audit need. */
export interface AuditDesk {
  readonly db: Db;
  readonly clock: { now(): Date };
  readonly chainKey: ChainKey;
}

/** What the command line may ask about the audit: prove it, read it, forget somebody in it. */
export function addAuditRoutes(server: Server, desk: AuditDesk): void {
  const { db, chainKey } = desk;
  server.get('/audit/verify', async (req: Request, res: Response) => {
    const asked = queryOf(req).get('head');
    const noted = asked === null ? null : readHead(asked);
    if (asked !== null && noted === null) return res.send(400, {});
    res.send(200, await verifyChain(db, chainKey, noted));
  });
  server.get('/audit/rows', async (req: Request, res: Response) => {
    const query = queryOf(req);
    res.send(200, await showRows(db, query.get('request') ?? '', Number(query.get('after') ?? 0)));
  });
  server.post('/audit/people/:who/forget', async (req: Request, res: Response) => {
    res.send(200, await forgetPerson(desk, String(req.params.who)));
  });
}

function queryOf({ url }: Request): URLSearchParams {
  return new URL(url ?? '/', 'http://admin').searchParams;
}
