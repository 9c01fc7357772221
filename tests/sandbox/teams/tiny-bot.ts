import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Activity,
  type CloudAdapter,
  TeamsActivityHandler,
  type TurnContext,
} from 'botbuilder';
import restify, { type Request, type Response } from 'restify';
import { createAdapter } from '../../../src/bot/adapter.ts';
import type { Proof } from '../../../src/sign-in/identity.ts';

/** A bot of a few lines on the SDK's real adapter: its token check and its connector client are what runs. */
export interface TinyBot {
  readonly origin: string;
  /** What Teams sent, in order, as the SDK read it. */
  readonly received: Activity[];
  /** How often it was asked to follow the sandbox, and how much it had been told by then. */
  readonly followed: number[];
  /** What a turn threw. */
  readonly errors: unknown[];
  adapter(): CloudAdapter;
  /** What it does with the next turns. */
  answers(turn: (context: TurnContext) => Promise<unknown>): void;
  /** Tells it where Teams and its key server are, and what it proves itself by, if not its secret. */
  meet(sandboxOrigin: string, proof?: Proof): void;
  goDown(): Promise<void>;
  comeUp(): Promise<void>;
  stop(): Promise<void>;
}

interface Identities {
  readonly tenantId: string;
  readonly botId: string;
  readonly botSecret: string;
}

type Turn = (context: TurnContext) => Promise<unknown>;

/** Listens at a port of the system's choice. */
export async function startTinyBot(identities: Identities): Promise<TinyBot> {
  const received: Activity[] = [];
  const errors: unknown[] = [];
  const followed: number[] = [];
  let turn: Turn = async () => {};
  let adapter: CloudAdapter | undefined;
  const handler = handlerOf(received, (context) => turn(context));
  const serve = () => {
    const server = restify.createServer({ handleUncaughtExceptions: false });
    const read = restify.plugins.bodyParser({ mapParams: false });
    server.post('/api/messages', read, async (req: Request, res: Response) => {
      await adapter?.process(req, res, (context) => handler.run(context));
    });
    server.post('/_sandbox/sync', async (_req: Request, res: Response) => {
      await wait(100);
      followed.push(received.length);
      res.send(200, {});
    });
    return server;
  };
  let server = serve();
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const close = () =>
    new Promise<void>((resolve) => {
      server.server.close(() => resolve());
      server.server.closeAllConnections();
    });
  await listen(0);
  const { port }: AddressInfo = server.address();

  return {
    origin: `http://127.0.0.1:${port}`,
    received,
    followed,
    errors,
    adapter() {
      if (!adapter) throw new Error('The bot has not met Teams.');
      return adapter;
    },
    answers(next) {
      turn = next;
    },
    meet(sandboxOrigin, proof) {
      adapter = createAdapter({
        identity: {
          tenantId: identities.tenantId,
          clientId: identities.botId,
          authority: sandboxOrigin,
          proof: proof ?? { kind: 'secret', secret: identities.botSecret },
        },
        channelAuth: 'signed',
        channelMetadataUrl: `${sandboxOrigin}/_sandbox/channel/openid-configuration`,
      });
      adapter.onTurnError = async (_context, error) => {
        errors.push(error);
      };
    },
    goDown: close,
    comeUp: async () => {
      server = serve();
      await listen(port);
    },
    stop: close,
  };
}

/** Notes every activity; invokes are answered with what they brought. */
function handlerOf(received: Activity[], turn: Turn): TeamsActivityHandler {
  class Handler extends TeamsActivityHandler {
    protected override async onAdaptiveCardInvoke() {
      return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: {} };
    }
  }
  const handler = new Handler();
  handler.onTurn(async (context, next) => {
    received.push(context.activity);
    await turn(context);
    await next();
  });
  return handler;
}
