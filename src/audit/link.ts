import { createHmac } from 'node:crypto';
import type { AuditRowAsText } from '../db/audit-chain.ts';
import type { ChainKey } from './chain-key.ts';

/** The hash that the first link is made with in the place of a link before. */
export const BEGINNING = '';

/** A place in the chain with its hash, as people note it. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** As it is written: `17:` and 64 hexadecimal digits. */
export function writeHead({ seq, hash }: Head): string {
  return `${seq}:${hash}`;
}

/** A head that was noted; null: it is none, by its form or as no chain is ever so long. */
export function readHead(text: string): Head | null {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  return seq && hash ? { seq: Number(seq), hash } : null;
}

/**
 * The hash of a link: of its place, the hash before, and everything in the row, each as PostgreSQL writes
 * it, so that no change of a row is too small to be seen.
 */
export function linkHash(
  { key }: ChainKey,
  link: { readonly seq: number; readonly before: string; readonly row: AuditRowAsText },
): string {
  const { id, at, actor, action, subject, before, after, correlationId } = link.row;
  const row = [id, at, actor, action, subject, before, after, correlationId];
  const text = JSON.stringify([link.seq, link.before, ...row]);
  return createHmac('sha256', key).update(text).digest('hex');
}
