import { CallerIdConstants, CloudAdapter, StatusCodes } from 'botbuilder';
import {
  AuthenticationConfiguration,
  AuthenticationConstants,
  AuthenticationError,
  type BotFrameworkAuthentication,
  BotFrameworkAuthenticationFactory,
  ClaimsIdentity,
  type ConnectorFactory,
  MsalServiceClientCredentialsFactory,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import { isTimed } from '../waiting.ts';
import type { ChannelTokenCheck } from './channel-token.ts';
import { patient } from './patient.ts';
import { createTokenClient, type TokenSettings } from './token-client.ts';

/** Who the bot is, and whose word it takes. */
export interface ChannelSettings extends TokenSettings {
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
  return new CloudAdapter(checkToken ? checkedBy(checkToken, sending) : sending);
}

/** The SDK's way to sign the bot's calls and to check its callers, at the addresses that the settings name. */
export function botAuthentication(settings: ChannelSettings): BotFrameworkAuthentication {
  return BotFrameworkAuthenticationFactory.create(
    '',
    true,
    AuthenticationConstants.ToChannelFromBotLoginUrlPrefix + settings.tenantId,
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

type TokenClient = ConstructorParameters<typeof MsalServiceClientCredentialsFactory>[1];

/** The SDK's credentials; with `channelAuth: none` only the inbound check is switched off. */
function botCredentials(settings: ChannelSettings): ServiceClientCredentialsFactory {
  // One class, declared twice: the SDK sees its CommonJS types, we see its module types.
  const client = createTokenClient(settings) as unknown as TokenClient;
  const signed = new MsalServiceClientCredentialsFactory(settings.botId, client);
  return {
    isValidAppId: (appId) => signed.isValidAppId(appId),
    isAuthenticationDisabled: async () => settings.channelAuth === 'none',
    createCredentials: (_appId, audience, loginEndpoint, validateAuthority) =>
      signed.createCredentials(
        settings.botId,
        audience ?? '',
        loginEndpoint ?? '',
        validateAuthority,
      ),
  };
}
