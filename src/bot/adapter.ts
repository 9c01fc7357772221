import { ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node';
import { CallerIdConstants, CloudAdapter } from 'botbuilder';
import {
  AuthenticationConfiguration,
  AuthenticationConstants,
  BotFrameworkAuthenticationFactory,
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
  );
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
