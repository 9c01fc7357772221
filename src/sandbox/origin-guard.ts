import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'restify';
import { send } from './http.ts';
import type { World } from './world.ts';

/** Whether a browser page of somebody else, or a name that only resolves to this machine, is behind a request. */
function isForeign(request: IncomingMessage, port: number): boolean {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  if (!host || !own.includes(host.toLowerCase())) return true;
  return origin !== undefined && !own.some((name) => origin.toLowerCase() === `http://${name}`);
}

/** Refuses a foreign `Host` or `Origin` on every control route, so that no web page can drive the sandbox. */
export function guardControl(world: World): RequestHandler {
  return (request, response, next) => {
    if (request.url?.startsWith('/_sandbox') && isForeign(request, world.settings.port)) {
      const message = 'Control routes answer to this machine only.';
      send(response, { status: 403, body: { error: { code: 'foreign', message } } });
      return next(false);
    }
    return next();
  };
}
