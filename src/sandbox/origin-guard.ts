import type { RequestHandler } from 'restify';
import { isForeign } from '../own-origin.ts';
import { send } from './http.ts';

/**
 * Refuses a foreign `Host` or `Origin` on every control route, so that no web page can drive the sandbox.
 * It asks for the route that was found, not for the address: there are many ways to write one.
 */
export const guardControl: RequestHandler = (request, response, next) => {
  if (String(request.getRoute().path).startsWith('/_sandbox') && isForeign(request)) {
    const message = 'Control routes answer to this machine only.';
    send(response, { status: 403, body: { error: { code: 'foreign', message } } });
    return next(false);
  }
  return next();
};
