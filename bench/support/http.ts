import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Connections are kept: opening them is no part of what is measured. */
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

/** One HTTP call. Rejects where no answer came. */
export function call(
  method: 'GET' | 'POST',
  url: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      // The other side was just about to close a connection that had been idle: what was asked was not heard.
      if (sent.reusedSocket && 'code' in error && error.code === 'ECONNRESET') {
        resolve(call(method, url, headers, body));
      } else reject(error);
    };
    const sent = request(url, { method, headers, agent }, async (response) => {
      resolve({ status: response.statusCode ?? 0, text: await text(response) });
    });
    sent.once('error', fail);
    sent.end(body);
  });
}
