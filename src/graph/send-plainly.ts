import type { IncomingHttpHeaders } from 'node:http';
import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import { request } from 'undici';

/**
 * The last link of the Graph client's chain: sends by undici's own `request` and reads the answer whole. The library's
 * link calls `fetch`, which makes web streams of every call, and most of what a call costs. No redirect is followed.
 */
export const sendPlainly: Middleware = {
  async execute(context: Context): Promise<void> {
    const { method = 'GET', headers, body, signal } = context.options ?? {};
    const { statusCode, ...answer } = await request(String(context.request), {
      method: method as 'GET' | 'POST' | 'PATCH' | 'DELETE',
      headers: headers as Record<string, string>,
      body: body as string | undefined,
      signal,
    });
    const text = await answer.body.text();
    context.response = new Response(text === '' ? null : text, {
      status: statusCode,
      headers: toHeaders(answer.headers),
    });
  },
};

function toHeaders(told: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, value = []] of Object.entries(told)) {
    for (const each of [value].flat()) headers.append(name, each);
  }
  return headers;
}
