import type { IncomingMessage } from 'node:http';
import type { Server } from 'restify';
import { z } from 'zod';
import { type Reply, readBytes, readJson, refusal, route, target } from '../../http.ts';
import { keepFile, readFile } from '../files.ts';
import { splitThread } from '../ids.ts';
import type { Room } from '../room.ts';
import { deleteMessage, deleteShape, editMessage, editShape } from './change-message.ts';
import { conversations, messages, people } from './lists.ts';
import { press, pressShape, submit, submitShape } from './press.ts';
import { say, sayShape } from './say.ts';
import {
  consentShape,
  consents,
  exchangeAgain,
  failShape,
  failSignIn,
  setConsent,
  signIn,
  signInShape,
} from './sign-in.ts';
import { personAs } from './speaker.ts';

const readShape = z.object({ as: z.string(), conversationId: z.string() });

/** Reads a body of this shape. Throws a refusal with 400 that names what is wrong. */
async function bodyOf<T>(request: IncomingMessage, shape: z.ZodType<T>): Promise<T> {
  const parsed = shape.safeParse(await readJson(request));
  if (parsed.success) return parsed.data;
  throw refusal(400, 'badBody', z.prettifyError(parsed.error));
}

/** A control route that takes a body of this shape. */
function act<T>(shape: z.ZodType<T>, work: (wish: T) => Reply | Promise<Reply>) {
  return route(async (request) => work(await bodyOf(request, shape)));
}

async function takeFile(room: Room, request: IncomingMessage): Promise<Reply> {
  const name = target(request).query.get('name');
  if (!name) throw refusal(400, 'missing', 'name');
  return { status: 200, body: keepFile(room.world, name, await readBytes(request)) };
}

function giveFile(room: Room, request: IncomingMessage): Reply {
  const { path, query } = target(request);
  const file = readFile(room.world, path.split('/')[3] ?? '', query.get('tempauth'));
  if (!file) throw refusal(404, 'unknownFile', 'There is no such file.');
  const quoted = `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`;
  const headers = { 'content-type': 'application/octet-stream', 'content-disposition': quoted };
  return { status: 200, headers, body: file.bytes };
}

/** How people let the bot act in their name. */
function serveSignIn(server: Server, room: Room): void {
  server.get(
    '/_sandbox/consent',
    route(() => consents(room)),
  );
  server.post(
    '/_sandbox/consent',
    act(consentShape, (wish) => setConsent(room, wish)),
  );
  server.post(
    '/_sandbox/sign-in',
    act(signInShape, (wish) => signIn(room, wish)),
  );
  server.post(
    '/_sandbox/sign-in/exchange',
    act(signInShape, (wish) => exchangeAgain(room, wish)),
  );
  server.post(
    '/_sandbox/sign-in/failure',
    act(failShape, (wish) => failSignIn(room, wish)),
  );
}

/** What people do in Teams, and what the page reads. */
export function servePeople(server: Server, room: Room): void {
  server.get(
    '/_sandbox/people',
    route(() => people(room)),
  );
  server.get(
    '/_sandbox/conversations',
    route((request) => conversations(room, target(request).query.get('as'))),
  );
  server.get(
    '/_sandbox/messages',
    route((request) => messages(room, target(request).query.get('conversation'))),
  );
  server.post(
    '/_sandbox/read',
    act(readShape, ({ as, conversationId }) => {
      room.log.markRead(personAs(room.tenant, as).id, splitThread(conversationId).base);
      return { status: 204 };
    }),
  );
  server.post(
    '/_sandbox/say',
    act(sayShape, (wish) => say(room, wish)),
  );
  server.post(
    '/_sandbox/press',
    act(pressShape, (wish) => press(room, wish)),
  );
  serveSignIn(server, room);
  server.post(
    '/_sandbox/submit',
    act(submitShape, (wish) => submit(room, wish)),
  );
  server.post(
    '/_sandbox/edit',
    act(editShape, (wish) => editMessage(room, wish)),
  );
  server.post(
    '/_sandbox/delete',
    act(deleteShape, (wish) => deleteMessage(room, wish)),
  );
  server.post(
    '/_sandbox/files',
    route((request) => takeFile(room, request)),
  );
  server.get(
    '/_sandbox/files/:id',
    route((request) => giveFile(room, request)),
  );
}
