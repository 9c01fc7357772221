import type { CloudAdapter } from 'botbuilder';
import type { Logger } from 'pino';
import { botAuthentication, createAdapter } from './bot/adapter.ts';
import { type ChannelTokenCheck, channelTokenCheck } from './bot/channel-token.ts';
import { type ChatPacer, createChatPacer } from './bot/chat-limits.ts';
import { createPeopleTokens, type PeopleTokens } from './bot/sign-in/people-tokens.ts';
import type { Config } from './config.ts';
import { databaseLedger } from './db/pace.ts';
import type { Db } from './db/types.ts';
import { createGraph, createGraphPacer, type Graph, type GraphPacer } from './graph/client.ts';
import { appCredential } from './graph/credential.ts';
import { type SignInWatch, watchSignIn } from './graph/sign-in-watch.ts';
import { createTokens, type Tokens } from './graph/tokens.ts';
import type { Metrics } from './metrics.ts';
import { machineTimer } from './pace/timer.ts';
import type { Clock } from './requests/ports.ts';
import { readCertificate } from './sign-in/certificate.ts';

/** The ways out of the house and the one in: Graph and Teams, within their limits. */
export interface Outside {
  readonly graph: Graph;
  readonly adapter: CloudAdapter;
  /** Whether Entra lets us in. */
  readonly signIn: SignInWatch;
  /** Reads the token of whoever comes from Teams; null: callers need none. */
  readonly checkToken: ChannelTokenCheck | null;
  readonly chatPacer: ChatPacer;
  /** Keeps people's tokens; null: nothing is done in their names. */
  readonly peopleTokens: PeopleTokens | null;
  /** Writes down what was taken from the limits and is not in the database yet. */
  close(): Promise<void>;
}

interface OutsideParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Prepares the ways out; nothing is called yet. Throws AppError `appSignIn.certificate*` for one that cannot serve. */
export function openOutside(config: Config, parts: OutsideParts): Outside {
  const { identity } = config;
  if (identity.proof.kind === 'certificate') readCertificate(identity.proof.file);
  const pacers = openPacers(config, parts);
  const { id: botId, channelAuth, channelMetadataUrl } = config.bot;
  // WoodGrove is a token service, too.
  const tokenServiceUrl = config.sandboxOrigin;
  const channel = { identity, channelAuth, channelMetadataUrl, tokenServiceUrl };
  const checkToken =
    channelAuth === 'signed' ? channelTokenCheck({ botId, channelMetadataUrl }) : null;
  if (!checkToken)
    parts.log.warn({ setting: 'CHANNEL_AUTH' }, 'activities are taken without a token');
  const tokens = createTokens(appCredential(identity));
  return {
    graph: openGraph(config, { tokens, pacer: pacers.graph }, parts),
    adapter: createAdapter(channel, checkToken),
    signIn: watchSignIn(tokens),
    checkToken,
    chatPacer: pacers.teams,
    peopleTokens:
      config.oauthConnection === null
        ? null
        : createPeopleTokens(botAuthentication(channel), config.bot.id, config.oauthConnection),
    async close() {
      await Promise.all([pacers.graph.close(), pacers.teams.close()]);
    },
  };
}

/** One for each service, on the limits that all instances share. */
function openPacers({ limits }: Config, { db, log }: OutsideParts) {
  const ledger = databaseLedger(db);
  const onAway = (error: unknown) => log.warn({ err: error }, 'limits are not shared for a while');
  return {
    graph: createGraphPacer(limits, ledger, machineTimer, onAway),
    teams: createChatPacer(limits, ledger, machineTimer, onAway),
  };
}

function openGraph(
  config: Config,
  { tokens, pacer }: { readonly tokens: Tokens; readonly pacer: GraphPacer },
  { clock, log, metrics }: OutsideParts,
): Graph {
  return createGraph({
    baseUrl: config.graphBaseUrl,
    tenantId: config.tenantId,
    tokens,
    clock,
    mailFrom: config.mailFrom,
    pacer,
    directAppRoles: config.directAppRoles,
    readDomainList: config.readDomainList,
    teamsAppId: config.teamsAppId,
    observe: (seen) => {
      metrics.graphAnswered(seen.method, seen.outcome, seen.ms / 1000);
      if (seen.status === 0 || seen.status >= 400) log.info(seen, 'graph call failed');
    },
  });
}
