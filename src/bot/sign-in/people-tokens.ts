import type { Activity, TokenExchangeResource } from 'botbuilder';
import {
  type BotFrameworkAuthentication,
  ClaimsIdentity,
  type UserTokenClient,
} from 'botframework-connector';
import { patient } from '../patient.ts';

/** Where a person is asked: his own chat, in which Teams knows him by `memberId`. */
export interface SignInPlace {
  readonly memberId: string;
  readonly conversationId: string;
  readonly serviceUrl: string;
}

/** What an OAuth card needs beside its words. */
export interface SignInResource {
  readonly connectionName: string;
  readonly signInLink: string;
  /** What Teams' single sign-on begins with; undefined: the connection does not offer it. */
  readonly tokenExchangeResource?: TokenExchangeResource;
}

/**
 * The Bot Framework token service, which keeps people's tokens so that we need not: none is stored or logged
 * here, each use asks for it again. A person is named by his Teams id (`29:…`).
 *
 * Every call throws what the SDK throws where the service does not answer.
 */
export interface PeopleTokens {
  readonly connectionName: string;
  signInResource(place: SignInPlace): Promise<SignInResource>;
  /** A token for Graph in his name; null: he has not consented, or has taken it back. */
  tokenOf(memberId: string): Promise<string | null>;
  /** Ends a signing in by the code that his client has brought. False: it is not good (any more). */
  redeemCode(memberId: string, code: string): Promise<boolean>;
  /** Changes what Teams' single sign-on has given his client. False: it cannot be changed, as he has not consented. */
  exchange(memberId: string, clientToken: string): Promise<boolean>;
  signOut(memberId: string): Promise<void>;
}

/** The only channel that we serve. */
const CHANNEL = 'msteams';

/** How long the service may take, in ms: a turn that waits for it has other things to do. */
const PATIENCE_MS = 4000;

/** The token service through the SDK's own client. */
export function createPeopleTokens(
  authentication: BotFrameworkAuthentication,
  botId: string,
  connectionName: string,
): PeopleTokens {
  const identity = new ClaimsIdentity([{ type: 'aud', value: botId }], true);
  const open = async (): Promise<UserTokenClient> => {
    const client = await authentication.createUserTokenClient(identity);
    // Private in the SDK, as what `patient` looks for.
    patient((client as unknown as { client: object }).client, { timeoutMs: () => PATIENCE_MS });
    return client;
  };
  const get = async (memberId: string, code?: string): Promise<string | null> => {
    const client = await open();
    // The type asks for a code that the service only takes at the end of a signing in.
    const given = await client.getUserToken(memberId, connectionName, CHANNEL, code as string);
    return given?.token || null;
  };
  return {
    connectionName,
    tokenOf: (memberId) => get(memberId),
    redeemCode: async (memberId, code) => (await get(memberId, code)) !== null,
    async exchange(memberId, token) {
      const client = await open();
      const given = await client.exchangeToken(memberId, connectionName, CHANNEL, { token });
      return Boolean(given?.token);
    },
    signOut: async (memberId) => (await open()).signOutUser(memberId, connectionName, CHANNEL),
    async signInResource(place) {
      const client = await open();
      const { signInLink, tokenExchangeResource } = await client.getSignInResource(
        connectionName,
        reference(botId, place) as Activity,
        '',
      );
      return { connectionName, signInLink: signInLink ?? '', tokenExchangeResource };
    },
  };
}

/** Of an activity the service is only told who and where. */
function reference(botId: string, place: SignInPlace): Partial<Activity> {
  const { memberId, conversationId, serviceUrl } = place;
  const conversation = { isGroup: false, conversationType: 'personal', name: '' };
  return {
    type: 'message',
    channelId: CHANNEL,
    serviceUrl,
    from: { id: memberId, name: '' },
    recipient: { id: `28:${botId}`, name: '' },
    conversation: { ...conversation, id: conversationId },
  };
}
