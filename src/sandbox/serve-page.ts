import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Server } from 'restify';
import { type Reply, route, target } from './http.ts';

const folder = fileURLToPath(new URL('../../dist/page', import.meta.url));

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** The file a path names, inside the page's folder; null for one that would lead out of it. */
function fileOf(path: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  const file = normalize(join(folder, decoded === '/' ? 'index.html' : decoded));
  return file.startsWith(folder + sep) ? file : null;
}

async function pageReply(path: string): Promise<Reply> {
  const missing: Reply = { status: 404, body: { error: { code: 'notFound', message: path } } };
  const file = fileOf(path);
  if (!file) return missing;
  const type = types[extname(file)];
  if (!type) return missing;
  try {
    const body = await readFile(file);
    // Built files carry a hash of their content in their name; the page itself does not.
    const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    const headers = {
      'content-type': type,
      'cache-control': cache,
      'x-content-type-options': 'nosniff',
    };
    return { status: 200, headers, body };
  } catch {
    return missing;
  }
}

/** Serves the built page. */
export function servePage(server: Server): void {
  server.get(
    '/*',
    route((request) => pageReply(target(request).path)),
  );
}
