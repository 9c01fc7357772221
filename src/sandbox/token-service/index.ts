import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'restify';
import { z } from 'zod';
import { finish, underConditions } from '../conditions/under-conditions.ts';
import { HttpRefusal, type Reply, readJson, target } from '../http.ts';
import { verifyBearer } from '../login/index.ts';
import { personOfMri } from '../teams/ids.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { User } from '../tenant/types.ts';
import { changeConsent, consentOf } from './consents.ts';
import { applicationUri, delegatedToken, personOfClientToken } from './tokens.ts';

/** One call of the bot: whom it is about, and with what. */
interface Call {
  readonly tenant: Tenant;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

function errorBody(code: string, message: string) {
  return { error: { code, message } };
}

function refused(status: number, code: string, message: string): HttpRefusal {
  return new HttpRefusal({ status, body: errorBody(code, message) });
}

const noToken: Reply = { status: 404 };

/** Whom a call names, by his Teams id. Throws a refusal for a connection or a channel that is not there. */
function personOf({ tenant, query }: Call): User | null {
  const { botId, oauthConnection } = tenant.world.settings;
  const connection = query.get('connectionName') ?? '';
  if (!oauthConnection || connection !== oauthConnection) {
    throw refused(400, 'BadArgument', `There is no connection '${connection}'.`);
  }
  if (query.get('channelId') !== 'msteams') throw refused(400, 'BadArgument', 'channelId');
  const id = personOfMri(botId, query.get('userId') ?? '');
  return (id && tenant.users.get(id)) || null;
}

async function tokenReply({ tenant, query }: Call, person: User): Promise<Reply> {
  const given = await delegatedToken(tenant, person);
  const connectionName = query.get('connectionName');
  return { status: 200, body: { channelId: 'msteams', connectionName, ...given } };
}

/** `GET /api/usertoken/GetToken`: a token of somebody who has signed in; `code` ends his signing in. */
async function getToken(call: Call): Promise<Reply> {
  const { world } = call.tenant;
  const person = personOf(call);
  if (!person) return noToken;
  const code = call.query.get('code');
  if (code !== null) {
    if (consentOf(world, person.id).code !== code) return noToken;
    changeConsent(world, person.id, { signedIn: true, code: null });
  }
  const { given, signedIn } = consentOf(world, person.id);
  return given && signedIn && person.accountEnabled ? tokenReply(call, person) : noToken;
}

const exchangeForm = z.object({ token: z.string().min(1) });

/** `POST /api/usertoken/exchange`: the token of a client for one of Graph, where its owner has consented. */
async function exchange(call: Call): Promise<Reply> {
  const { world } = call.tenant;
  const person = personOf(call);
  const form = exchangeForm.safeParse(call.body);
  const owner = form.success ? await personOfClientToken(world, form.data.token) : null;
  if (!person?.accountEnabled || owner !== person.id) {
    throw refused(400, 'BadArgument', 'The token cannot be exchanged.');
  }
  if (!consentOf(world, person.id).given) {
    const message =
      'AADSTS65001: The user or administrator has not consented to use the application.';
    throw refused(400, 'ConsentRequired', message);
  }
  changeConsent(world, person.id, { signedIn: true });
  return tokenReply(call, person);
}

const stateForm = z.object({
  connectionName: z.string(),
  msAppId: z.string(),
  conversation: z.object({ user: z.object({ id: z.string() }) }),
});

function readState(state: string): z.infer<typeof stateForm> {
  try {
    return stateForm.parse(JSON.parse(Buffer.from(state, 'base64').toString('utf8')));
  } catch {
    throw refused(400, 'BadArgument', 'state');
  }
}

/** `GET /api/botsignin/GetSignInResource`: what an OAuth card needs. */
function getSignInResource({ tenant, query }: Call): Reply {
  const { world } = tenant;
  const state = readState(query.get('state') ?? '');
  const { oauthConnection, botId, origin } = world.settings;
  if (!oauthConnection || state.connectionName !== oauthConnection || state.msAppId !== botId) {
    throw refused(400, 'BadArgument', 'There is no such connection.');
  }
  const id = personOfMri(botId, state.conversation.user.id);
  if (!id) throw refused(400, 'BadArgument', 'conversation.user.id');
  const exchangeId = crypto.randomUUID();
  return {
    status: 200,
    body: {
      signInLink: `${origin}/sign-in/${exchangeId}`,
      tokenExchangeResource: { id: exchangeId, uri: applicationUri(world), providerId: 'entra' },
    },
  };
}

/** `DELETE /api/usertoken/SignOut`: the token is forgotten, what he consented to stays. */
function signOut(call: Call): Reply {
  const person = personOf(call);
  if (person) changeConsent(call.tenant.world, person.id, { signedIn: false, code: null });
  return { status: 200, body: {} };
}

/**
 * The Bot Framework token service, as far as the SDK's UserTokenClient calls it. It keeps who has consented
 * and who has signed in, each person for himself.
 */
export function serveTokenService(server: Server, tenant: Tenant): void {
  const { world } = tenant;
  const serve =
    (work: (call: Call) => Reply | Promise<Reply>) =>
    async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const faultBody = (status: number) => errorBody('ServiceError', `status ${status}`);
      const ending = await underConditions(world.conditions, request, faultBody, async () => {
        if (await verifyBearer(world, request.headers.authorization, 'connector')) {
          return { status: 401, body: errorBody('Unauthorized', 'Invalid AppId passed on token.') };
        }
        return work({ tenant, query: target(request).query, body: await readJson(request) });
      });
      await finish(request, response, ending);
    };
  server.get('/api/usertoken/GetToken', serve(getToken));
  server.post('/api/usertoken/exchange', serve(exchange));
  server.del('/api/usertoken/SignOut', serve(signOut));
  server.get('/api/botsignin/GetSignInResource', serve(getSignInResource));
}
