import { request } from 'node:http';

/** What came back; status 0: the connection ended without an answer. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What is sent: nothing is added to the headers but the length. `pieces`: sent one after another, chunked. */
export interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | readonly Buffer[];
}

/** Posts exactly this, as `fetch` would not: no content type of its own, no refusal of odd headers. */
export function post(url: string, { headers, body }: Sent): Promise<Answer> {
  return new Promise((resolve) => {
    const whole = typeof body === 'string' || Buffer.isBuffer(body) ? body : null;
    const length = whole === null ? {} : { 'content-length': String(Buffer.byteLength(whole)) };
    const call = request(
      url,
      { method: 'POST', headers: { ...length, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
        response.on('error', () => resolve({ status: response.statusCode ?? 0, body: '' }));
      },
    );
    call.on('error', () => resolve({ status: 0, body: '' }));
    if (whole !== null) call.end(whole);
    else {
      for (const piece of body as readonly Buffer[]) call.write(piece);
      call.end();
    }
  });
}

export const json = { 'content-type': 'application/json; charset=utf-8' };
