import { ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node';

/** Who asks for a token, and where. */
export interface TokenSettings {
  readonly tenantId: string;
  readonly botId: string;
  readonly botSecret: string;
  /** `https://login.microsoftonline.com`, or an http address on loopback. */
  readonly tokenAuthority: string;
}

/** How long Entra may take over one call, in ms. MSAL's own client waits for ever. */
const PATIENCE_MS = 5000;

/** What an http authority is called towards MSAL, which takes https ones only. */
const LOOPBACK = 'https://login.loopback.invalid';

/** The client that gets the bot's own tokens. */
export function createTokenClient(settings: TokenSettings): ConfidentialClientApplication {
  const { tokenAuthority } = settings;
  const insecure = tokenAuthority.startsWith('http://');
  const authority = insecure ? LOOPBACK : tokenAuthority;
  return new ConfidentialClientApplication({
    auth: {
      clientId: settings.botId,
      clientSecret: settings.botSecret,
      authority: `${authority}/${settings.tenantId}`,
      ...(insecure ? { knownAuthorities: [new URL(LOOPBACK).host] } : {}),
    },
    system: { networkClient: callsTo((url) => url.replace(authority, tokenAuthority)) },
  });
}

/** Calls that end, at the address that MSAL's one stands for. */
function callsTo(addressOf: (url: string) => string): INetworkModule {
  const call = async <T>(url: string, init: RequestInit) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(addressOf(url), { ...init, signal });
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
