import { ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node';
import { CallerIdConstants, CloudAdapter } from 'botbuilder';
import {
  AuthenticationConfiguration,
  AuthenticationConstants,
  type BotFrameworkAuthentication,
  BotFrameworkAuthenticationFactory,
  type ConnectorFactory,
  MsalServiceClientCredentialsFactory,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';

/** Who the bot is, and whose word it takes. */
export interface ChannelSettings {
  readonly tenantId: string;
  readonly botId: string;
  readonly botSecret: string;
  /** none: inbound calls are not checked (loopback only); outbound ones carry a token all the same. */
  readonly channelAuth: 'signed' | 'none';
  /** OpenID metadata of the channel's keys; null: Microsoft's own. */
  readonly channelMetadataUrl: string | null;
  /** `https://login.microsoftonline.com`, or an http address on loopback. */
  readonly tokenAuthority: string;
}

/** The SDK's adapter, checking channel tokens against the key server that the settings name. */
export function createAdapter(settings: ChannelSettings): CloudAdapter {
  return new CloudAdapter(
    sendingOnce(
      BotFrameworkAuthenticationFactory.create(
        '',
        true,
        AuthenticationConstants.ToChannelFromBotLoginUrlPrefix + settings.tenantId,
        AuthenticationConstants.ToChannelFromBotOAuthScope,
        AuthenticationConstants.ToBotFromChannelTokenIssuer,
        AuthenticationConstants.OAuthUrl,
        settings.channelMetadataUrl ?? AuthenticationConstants.ToBotFromChannelOpenIdMetadataUrl,
        AuthenticationConstants.ToBotFromEmulatorOpenIdMetadataUrl,
        CallerIdConstants.PublicAzureChannel,
        botCredentials(settings),
        new AuthenticationConfiguration(),
      ),
    ),
  );
}

/**
 * The SDK's client repeats a call whose answer got lost, and so posts a message twice; its option against
 * that is not read (botbuilder 4.23). Whoever sends knows whether a second try is one too many.
 */
function sendingOnce(authentication: BotFrameworkAuthentication): BotFrameworkAuthentication {
  const authenticate = authentication.authenticateRequest.bind(authentication);
  const createFactory = authentication.createConnectorFactory.bind(authentication);
  authentication.createConnectorFactory = (identity) => withoutRetries(createFactory(identity));
  authentication.authenticateRequest = async (activity, header) => {
    const result = await authenticate(activity, header);
    const { connectorFactory } = result;
    return connectorFactory
      ? { ...result, connectorFactory: withoutRetries(connectorFactory) }
      : result;
  };
  return authentication;
}

function withoutRetries(factory: ConnectorFactory): ConnectorFactory {
  return {
    async create(serviceUrl, audience) {
      const connector = await factory.create(serviceUrl, audience);
      // The SDK calls its inner client private; without it the first send fails, so that a test sees a change.
      const { client } = connector as unknown as { client: ServiceClient };
      client.pipeline.removePolicy({ phase: 'Retry' });
      return connector;
    },
  };
}

type ServiceClient = { pipeline: { removePolicy(which: { phase: 'Retry' }): unknown } };
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

function createTokenClient(settings: ChannelSettings): ConfidentialClientApplication {
  const insecure = settings.tokenAuthority.startsWith('http://');
  const authority = insecure ? 'https://login.loopback.invalid' : settings.tokenAuthority;
  return new ConfidentialClientApplication({
    auth: {
      clientId: settings.botId,
      clientSecret: settings.botSecret,
      authority: `${authority}/${settings.tenantId}`,
      ...(insecure ? { knownAuthorities: ['login.loopback.invalid'] } : {}),
    },
    ...(insecure
      ? { system: { networkClient: loopback(authority, settings.tokenAuthority) } }
      : {}),
  });
}

/** MSAL takes https authorities only; on loopback each call goes to the http address it stands for. */
function loopback(authority: string, real: string): INetworkModule {
  const call = async <T>(url: string, init: RequestInit) => {
    const response = await fetch(url.replace(authority, real), init);
    return {
      headers: Object.fromEntries(response.headers),
      body: (await response.json()) as T,
      status: response.status,
    };
  };
  return {
    sendGetRequestAsync: (url, options) => call(url, { headers: options?.headers ?? {} }),
    sendPostRequestAsync: (url, options) =>
      call(url, { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? '' }),
  };
}
