import type { IncomingMessage } from 'node:http';

/** Whether a browser page of somebody else, or a name that only resolves to this machine, is behind a request. */
export function isForeign({ headers, socket }: IncomingMessage): boolean {
  const own = [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`];
  const { host, origin } = headers;
  if (!host || !own.includes(host.toLowerCase())) return true;
  return origin !== undefined && !own.some((name) => origin.toLowerCase() === `http://${name}`);
}
