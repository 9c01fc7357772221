import { CallerIdConstants, CloudAdapter, StatusCodes } from 'botbuilder';
import {
  AuthenticationConfiguration,
  AuthenticationConstants,
  AuthenticationError,
  type BotFrameworkAuthentication,
  BotFrameworkAuthenticationFactory,
  ClaimsIdentity,
  type ConnectorFactory,
  type JwtTokenProviderFactory,
  ManagedIdentityServiceClientCredentialsFactory,
  MsalServiceClientCredentialsFactory,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import type { AppIdentity } from '../sign-in/identity.ts';
import { machineIdentity } from '../sign-in/machine-identity.ts';
import { isTimed } from '../waiting.ts';
import type { ChannelTokenCheck } from './channel-token.ts';
import { patient } from './patient.ts';
import { createTokenClient } from './token-client.ts';

/** Who the bot is, and whose word it takes. */
export interface ChannelSettings {
  readonly identity: AppIdentity;
  /** none: inbound calls are not checked (loopback only); outbound ones carry a token all the same. */
  readonly channelAuth: 'signed' | 'none';
  /** OpenID metadata of the channel's keys; null: Microsoft's own. */
  readonly channelMetadataUrl: string | null;
  /** The token service that keeps people's tokens; null: Microsoft's own. */
  readonly tokenServiceUrl?: string | null;
}

/** How long Teams may take over a call, in milliseconds. */
export interface ConnectorPatience {
  /** Of a turn, which Teams gives up after 15 s: what was read before had its time, too (`READING_MS`). */
  readonly turnMs: number;
  readonly jobMs: number;
}

const PATIENCE: ConnectorPatience = { turnMs: 4000, jobMs: 10_000 };

/**
 * The SDK's adapter. It takes the word of `checkToken` for who calls; without one it checks channel tokens
 * itself, against the key server that the settings name.
 */
export function createAdapter(
  settings: ChannelSettings,
  checkToken: ChannelTokenCheck | null = null,
  patience = PATIENCE,
): CloudAdapter {
  const sending = sendingOnce(botAuthentication(settings), patience);
  return new CloudAdapter(checkToken ? checkedBy(checkToken, keepingConnectors(sending)) : sending);
}

/** The SDK's way to sign the bot's calls and to check its callers, at the addresses that the settings name. */
export function botAuthentication(settings: ChannelSettings): BotFrameworkAuthentication {
  return BotFrameworkAuthenticationFactory.create(
    '',
    true,
    AuthenticationConstants.ToChannelFromBotLoginUrlPrefix + settings.identity.tenantId,
    AuthenticationConstants.ToChannelFromBotOAuthScope,
    AuthenticationConstants.ToBotFromChannelTokenIssuer,
    settings.tokenServiceUrl ?? AuthenticationConstants.OAuthUrl,
    settings.channelMetadataUrl ?? AuthenticationConstants.ToBotFromChannelOpenIdMetadataUrl,
    AuthenticationConstants.ToBotFromEmulatorOpenIdMetadataUrl,
    CallerIdConstants.PublicAzureChannel,
    botCredentials(settings),
    new AuthenticationConfiguration(),
  );
}

/**
 * Puts our check in the place of the SDK's, which reads keys once for each of several first calls, looks
 * for a new key once an hour, and prints keys. What it makes of a good token stays as the SDK makes it.
 */
function checkedBy(
  checkToken: ChannelTokenCheck,
  authentication: BotFrameworkAuthentication,
): BotFrameworkAuthentication {
  authentication.authenticateRequest = async (activity, header) => {
    const token = await checkToken(header);
    if (token.kind === 'bad' || token.serviceUrl !== activity.serviceUrl) {
      throw new AuthenticationError('', StatusCodes.UNAUTHORIZED);
    }
    const claims = Object.entries(token.claims).map(([type, value]) => ({
      type,
      value: String(value),
    }));
    const claimsIdentity = new ClaimsIdentity(claims, true);
    return {
      audience: AuthenticationConstants.ToChannelFromBotOAuthScope,
      callerId: CallerIdConstants.PublicAzureChannel,
      claimsIdentity,
      connectorFactory: authentication.createConnectorFactory(claimsIdentity),
    };
  };
  return authentication;
}

/**
 * The SDK's client repeats a call whose answer got lost, and so posts a message twice; its option against
 * that is not read (botbuilder 4.23). Whoever sends knows whether a second try is one too many.
 */
function sendingOnce(
  authentication: BotFrameworkAuthentication,
  patience: ConnectorPatience,
): BotFrameworkAuthentication {
  const authenticate = authentication.authenticateRequest.bind(authentication);
  const createFactory = authentication.createConnectorFactory.bind(authentication);
  authentication.createConnectorFactory = (identity) => once(createFactory(identity), patience);
  authentication.authenticateRequest = async (activity, header) => {
    const result = await authenticate(activity, header);
    const { connectorFactory } = result;
    return connectorFactory
      ? { ...result, connectorFactory: once(connectorFactory, patience) }
      : result;
  };
  return authentication;
}

/** Connectors kept at a time. Teams has one address for a tenant, and moves it rarely. */
const MOST_CONNECTORS = 100;

/**
 * One connector for each address we answer at, where the SDK makes one for each turn: whoever has called, it is the
 * bot that answers, with its own token (`botCredentials`).
 */
function keepingConnectors(authentication: BotFrameworkAuthentication): BotFrameworkAuthentication {
  const createFactory = authentication.createConnectorFactory.bind(authentication);
  const kept = new Map<string, Connector>();
  authentication.createConnectorFactory = (identity) => ({
    async create(serviceUrl, audience) {
      const key = `${audience} ${serviceUrl}`;
      const known = kept.get(key);
      if (known) return known;
      const made = await createFactory(identity).create(serviceUrl, audience);
      if (kept.size >= MOST_CONNECTORS) kept.clear();
      kept.set(key, made);
      return made;
    },
  });
  return authentication;
}

type Connector = Awaited<ReturnType<ConnectorFactory['create']>>;

/** Each call is made once, and given up after a while: the SDK would wait for an answer for ever. */
function once(factory: ConnectorFactory, patience: ConnectorPatience): ConnectorFactory {
  return {
    async create(serviceUrl, audience) {
      const connector = await factory.create(serviceUrl, audience);
      return patient(connector, {
        timeoutMs: () => (isTimed() ? patience.turnMs : patience.jobMs),
      });
    },
  };
}

type MsalClient = ConstructorParameters<typeof MsalServiceClientCredentialsFactory>[1];
type TokenProvider = ReturnType<JwtTokenProviderFactory['createAzureServiceTokenProvider']>;

/** The SDK's credentials; with `channelAuth: none` only the inbound check is switched off. */
function botCredentials({
  identity,
  channelAuth,
}: ChannelSettings): ServiceClientCredentialsFactory {
  const { clientId } = identity;
  const signed = sdkCredentials(identity);
  return {
    isValidAppId: (appId) => signed.isValidAppId(appId),
    isAuthenticationDisabled: async () => channelAuth === 'none',
    createCredentials: (_appId, audience, loginEndpoint, validateAuthority) =>
      signed.createCredentials(clientId, audience ?? '', loginEndpoint ?? '', validateAuthority),
  };
}

/**
 * The SDK's two ways to a token. Of its own there are more, which are no good: its certificate factory starts the
 * program openssl and speaks https alone, its federated one keeps the first assertion for ever, and its managed
 * identity without a provider of ours also tries whatever else is signed in on the machine (botbuilder 4.23).
 */
function sdkCredentials(identity: AppIdentity): ServiceClientCredentialsFactory {
  const { clientId, proof } = identity;
  if (proof.kind === 'managedIdentity') {
    const credential = machineIdentity(clientId) as TokenProvider;
    return new ManagedIdentityServiceClientCredentialsFactory(clientId, {
      createAzureServiceTokenProvider: () => credential,
    });
  }
  // The SDK calls no more of it; what it names is the whole class.
  const client = createTokenClient(identity, proof) as unknown as MsalClient;
  return new MsalServiceClientCredentialsFactory(clientId, client);
}
