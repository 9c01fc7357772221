import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.ts';
import { type Answer, type GraphClient, graphClient, jsonCall } from './graph-client.ts';
import { identities } from './identities.ts';

/** A WoodGrove of its own, with somebody who calls it as the bot does. */
export interface GivenWoodgrove {
  readonly sandbox: Sandbox;
  readonly origin: string;
  readonly dataDir: string;
  /** Calls Graph with a good token; the path begins below `/v1.0`. */
  readonly graph: GraphClient;
  /** Calls a control route; the path begins below `/_sandbox`. */
  control(method: string, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts WoodGrove on a free port; nobody listens where its bot should be, unless told. */
export async function givenWoodgrove(
  options: { botOrigin?: string } = {},
): Promise<GivenWoodgrove> {
  const dataDir = mkdtempSync(join(tmpdir(), 'guestlist-woodgrove-'));
  const sandbox = await startSandbox({
    ...identities,
    port: 0,
    origin: '',
    botOrigin: options.botOrigin ?? 'http://127.0.0.1:9',
    dataDir,
  });
  const { origin } = sandbox;
  return {
    sandbox,
    origin,
    dataDir,
    graph: await graphClient(origin),
    control: (method, path, body) => jsonCall(method, `${origin}/_sandbox${path}`, body),
    close: async () => {
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
