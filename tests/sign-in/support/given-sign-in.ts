import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConversationReference } from 'botbuilder';
import { createAdapter } from '../../../src/bot/adapter.ts';
import { connectorError } from '../../../src/bot/connector-error.ts';
import { appCredential } from '../../../src/graph/credential.ts';
import { createTokens } from '../../../src/graph/tokens.ts';
import { trySignIn } from '../../../src/graph/try-sign-in.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.ts';
import type { AppIdentity, Proof } from '../../../src/sign-in/identity.ts';
import { givenGraph, TEAMS_APP_ID, TENANT_ID } from '../../graph/support/given-graph.ts';
import { startTinyBot } from '../../sandbox/teams/tiny-bot.ts';
import { sandboxClient } from '../../support/sandbox-client.ts';

/** WoodGrove with an app of its own, and what that app may prove itself by. */
export interface GivenSignIn {
  readonly sandbox: Sandbox;
  readonly botId: string;
  /** A file of the test's own, with this in it. */
  file(name: string, text: string): string;
  /** Puts lists of the registration in the place of those that were. */
  register(change: object): Promise<void>;
  identity(proof: Proof, change?: Partial<AppIdentity>): AppIdentity;
  /** Lets a person speak to a bot on the SDK's adapter; gives what the bot's answer was. */
  talk(proof: Proof): Promise<string | undefined>;
  /** Reads a person through the product's Graph. */
  readGraph(proof: Proof): Promise<string | undefined>;
  /** By what Graph and the connector were asked for a token, as `proof resource`. */
  signIns(): Promise<string[]>;
  /** The names of what stands in the way, towards Graph and towards Teams; null: nothing. */
  problems(identity: AppIdentity): Promise<{ graph: string | null; teams: string | null }>;
  close(): Promise<void>;
}

export async function givenSignIn(): Promise<GivenSignIn> {
  const folder = mkdtempSync(join(tmpdir(), 'guestlist-sign-in-'));
  // The SDK keeps tokens by the app's id for the life of the process: each has another.
  const botId = randomUUID();
  const identities = { tenantId: TENANT_ID, botId, botSecret: 'right' };
  const bot = await startTinyBot(identities);
  const sandbox = await startSandbox({
    ...identities,
    port: 0,
    origin: '',
    botOrigin: bot.origin,
    dataDir: folder,
    teamsAppId: TEAMS_APP_ID,
    mailFrom: [],
  });
  const { origin } = sandbox;
  const client = sandboxClient(origin);
  const identity = (proof: Proof, change: Partial<AppIdentity> = {}): AppIdentity => ({
    tenantId: TENANT_ID,
    clientId: botId,
    authority: origin,
    proof,
    ...change,
  });
  const conversationOf = async (name: string) =>
    (await client.person(name)).personalConversationId ?? '';
  return {
    sandbox,
    botId,
    file(name, text) {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    async register(change) {
      await client.post('/_sandbox/registration', change);
    },
    identity,
    async talk(proof) {
      bot.meet(origin, proof);
      bot.answers(async (context) => {
        if (context.activity.type === 'message') await context.sendActivity('I hear you');
      });
      await client.say('john', 'hello');
      const said = await client.messages(await conversationOf('john'));
      return said.findLast(({ activity }) => activity.text !== 'hello')?.activity.text;
    },
    async readGraph(proof) {
      const tokens = createTokens(appCredential(identity(proof)));
      const { aadObjectId } = await client.person('john');
      const account = await givenGraph(origin, { tokens }).directory.account(aadObjectId);
      return account?.name;
    },
    async signIns() {
      const answer = await fetch(`${origin}/_sandbox/sign-ins`);
      const { value } = (await answer.json()) as { value: { by: string; resource: string }[] };
      return value.map(({ by, resource }) => `${by} ${resource}`);
    },
    async problems(who) {
      const { problem } = await trySignIn(who, 'graph');
      const adapter = createAdapter({
        identity: who,
        channelAuth: 'none',
        channelMetadataUrl: null,
      });
      const chat = {
        channelId: 'msteams',
        serviceUrl: origin,
        conversation: { id: await conversationOf('john') },
      } as ConversationReference;
      const thrown = await adapter
        .continueConversationAsync(who.clientId, chat, async (context) => {
          await context.sendActivity('hello');
        })
        .then(
          () => null,
          (error: unknown) => connectorError(error),
        );
      return { graph: problem?.code ?? null, teams: thrown ? Object(thrown).code : null };
    },
    async close() {
      await sandbox.close();
      await bot.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
