import type { ServerResponse } from 'node:http';
import type { Server } from 'restify';
import type { Topic, World } from '../world.ts';

/** Changes that come closer together than this are told once, in milliseconds. */
const GATHER = 50;
/** So often a silent connection gets a sign of life, in milliseconds. */
const HEARTBEAT = 15_000;

/** Tells one page what has changed, until it goes. */
function follow(world: World, response: ServerResponse): void {
  const waiting = new Map<string, { topic: Topic; detail?: string }>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    for (const each of waiting.values()) response.write(`data: ${JSON.stringify(each)}\n\n`);
    waiting.clear();
  };
  const heard = (topic: Topic, detail?: string) => {
    waiting.set(`${topic} ${detail ?? ''}`, detail === undefined ? { topic } : { topic, detail });
    timer ??= setTimeout(flush, GATHER);
  };
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT);
  world.changes.on('changed', heard);
  response.once('close', () => {
    world.changes.off('changed', heard);
    clearTimeout(timer);
    clearInterval(heartbeat);
  });
}

/** `GET /_sandbox/events`: server-sent events for the page. */
export function serveEvents(server: Server, world: World): void {
  world.changes.setMaxListeners(0);
  server.get('/_sandbox/events', async (_request, response: ServerResponse) => {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      connection: 'keep-alive',
    });
    response.write(':\n\n');
    follow(world, response);
  });
}
