import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGraph, type Graph, type GraphSettings } from '../../../src/graph/client.ts';
import { appCredential } from '../../../src/graph/credential.ts';
import { createTokens } from '../../../src/graph/tokens.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.ts';
import type { AppIdentity } from '../../../src/sign-in/identity.ts';
import { hastyTimer } from '../../support/manual-timer.ts';
import { givenPacer, TEAMS_APP_ID, TENANT_ID } from './given-graph.ts';

const BOT_ID = '0f3e1c52-8f0b-4a54-9a8e-7a4c9f6b2d31';
export const MAIL_FROM = 'guestlist@woodgrove.com';

/** A running WoodGrove, and Graph as the product opens it: token endpoint, permissions and all. */
export interface Woodgrove {
  readonly sandbox: Sandbox;
  readonly graph: Graph;
  /** Another Graph on the same tenant, with other settings. */
  open(change: Partial<GraphSettings>): Graph;
  /** Calls the sandbox's control routes. */
  control(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown>;
  close(): Promise<void>;
}

export async function givenWoodgrove(): Promise<Woodgrove> {
  const dataDir = await mkdtemp(join(tmpdir(), 'woodgrove-'));
  const sandbox = await startSandbox({
    port: 0,
    origin: '',
    botOrigin: 'http://127.0.0.1:9',
    dataDir,
    tenantId: TENANT_ID,
    botId: BOT_ID,
    botSecret: 'woodgrove-sandbox',
    teamsAppId: TEAMS_APP_ID,
    mailFrom: [MAIL_FROM],
  });
  const identity: AppIdentity = {
    tenantId: TENANT_ID,
    clientId: BOT_ID,
    authority: sandbox.origin,
    proof: { kind: 'secret', secret: 'woodgrove-sandbox' },
  };
  const open = (change: Partial<GraphSettings>) => {
    const timer = change.timer ?? hastyTimer();
    return createGraph({
      baseUrl: `${sandbox.origin}/v1.0`,
      tenantId: TENANT_ID,
      tokens: createTokens(appCredential(identity)),
      clock: sandbox.world.clock,
      mailFrom: [MAIL_FROM],
      directAppRoles: false,
      readDomainList: true,
      teamsAppId: TEAMS_APP_ID,
      timer,
      pacer: givenPacer(timer),
      ...change,
    });
  };
  return {
    sandbox,
    graph: open({}),
    open,
    control: (method, path, body) => control(sandbox.origin, method, path, body),
    async close() {
      await sandbox.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function control(origin: string, method: string, path: string, body?: object) {
  const answer = await fetch(`${origin}/_sandbox/${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-request-id': randomUUID() },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
