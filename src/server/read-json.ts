import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

/** A body, read; or the status that says why not, and a word for the log. */
export type ReadJson =
  | { readonly kind: 'read'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly why: string };

/** Deeper than any card nests its parts; what walks over values as they come would fail on far more. */
const DEEPEST = 64;

/** Characters that PostgreSQL takes neither as text nor as JSON: NUL, and halves of surrogate pairs. */
const UNKEEPABLE = /\\u0000|\\ud[89a-f]/i;

/**
 * Reads a body of uncompressed JSON in UTF-8. What is longer than `most` bytes is not read to its end, and
 * what is no such body is not read at all.
 */
export async function readJson(req: IncomingMessage, most: number): Promise<ReadJson> {
  const { headers } = req;
  if (!isJson(headers['content-type'] ?? '')) return refused(415, 'contentType');
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return refused(415, 'encoding');
  if (Number(headers['content-length'] ?? 0) > most) return refused(413, 'size');

  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      length += chunk.length;
      if (length > most) return refused(413, 'size');
      chunks.push(chunk);
    }
  } catch {
    return refused(400, 'cut off');
  }
  return parse(Buffer.concat(chunks));
}

function isJson(contentType: string): boolean {
  const [type, ...params] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = params.find((param) => param.startsWith('charset='));
  return (
    type === 'application/json' &&
    (charset === undefined || /^charset="?(utf-?8|us-ascii)"?$/.test(charset))
  );
}

function parse(bytes: Buffer): ReadJson {
  if (!isUtf8(bytes)) return refused(400, 'charset');
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  try {
    const value: unknown = JSON.parse(text);
    if (isDeeper(value, DEEPEST)) return refused(400, 'depth');
    return { kind: 'read', value: UNKEEPABLE.test(text) ? JSON.parse(text, keepable) : value };
  } catch {
    return refused(400, 'json');
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((part) => isDeeper(part, levels - 1));
}

function keepable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').toWellFormed() : value;
}

function refused(status: number, why: string): ReadJson {
  return { kind: 'refused', status, why };
}
