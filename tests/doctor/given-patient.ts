import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '../../src/config.ts';
import { examine } from '../../src/doctor/examine.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { givenWoodgrove, type Woodgrove } from '../graph/support/given-woodgrove.ts';

/** A running WoodGrove, and the product's settings for it; no bot runs. */
export interface GivenPatient {
  readonly woodgrove: Woodgrove;
  readonly dataDir: string;
  /** Settings as the bot reads them, with these beside. */
  config(settings?: Readonly<Record<string, string>>): Config;
  /** The finding of this name; throws where there is none. */
  find(name: string, config?: Config): Promise<Finding>;
  /** Turns switches of the tenant. */
  turn(switches: object): Promise<unknown>;
  close(): Promise<void>;
}

export async function givenPatient(): Promise<GivenPatient> {
  const woodgrove = await givenWoodgrove();
  const dataDir = await mkdtemp(join(tmpdir(), 'guestlist-doctor-'));
  const config = (settings: Readonly<Record<string, string>> = {}) =>
    readConfig({
      GUESTLIST_MODE: 'sandbox',
      SANDBOX_PORT: new URL(woodgrove.sandbox.origin).port,
      DATA_DIR: dataDir,
      ...settings,
    });
  return {
    woodgrove,
    dataDir,
    config,
    async find(name, given = config()) {
      const findings = await examine(given);
      const found = findings.find((each) => each.name === name);
      if (!found) throw new Error(`nothing was found of ${name}`);
      return found;
    },
    turn: (switches) => woodgrove.control('POST', 'switches', switches),
    async close() {
      await woodgrove.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Passes calls on to `origin`, and says of its answers that it is another time. */
export async function givenOtherTime(origin: string, offMs: number) {
  const server = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const onward = request(`${origin}${incoming.url}`, { method, headers }, (answer) => {
      const date = new Date(Date.now() + offMs).toUTCString();
      outgoing.writeHead(answer.statusCode ?? 0, { ...answer.headers, date });
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
