import { z } from 'zod';
import { chainKey } from './audit/chain-key.ts';
import { LASTING_FACTS, readFact, writeFact } from './db/facts.ts';
import type { Database, Db } from './db/types.ts';
import { AppError } from './errors.ts';
import { keptLinkKey } from './link-key.ts';

/** What an instance brings to the agreement. */
export interface LinkKeyWish {
  /** 32 bytes; null: none was given, as the sandbox may. */
  readonly linkKey: Buffer | null;
  /** The id of the key that this one takes the place of, where that is wanted; null: of none. */
  readonly linkKeyReplaces: string | null;
  readonly dataDir: string;
  readonly at: Date;
}

/**
 * The key that all instances on this database have: links that one has sealed are opened by each, and the
 * audit's chain is one. Where none is given, the first instance of a server database shares its own
 * through it; the embedded one is beside its key.
 *
 * @throws AppError `start.linkKeyOther` `{id}` where the database was used with another one
 */
export async function agreedLinkKey(
  { db, kind }: Pick<Database, 'db' | 'kind'>,
  wish: LinkKeyWish,
): Promise<Buffer> {
  const { linkKey, dataDir } = wish;
  const key = linkKey ?? (kind === 'served' ? await sharedKey(db, wish) : keptLinkKey(dataDir));
  await holdToKey(db, chainKey(key).id, wish);
  return key;
}

async function sharedKey(db: Db, { dataDir, at }: LinkKeyWish): Promise<Buffer> {
  const key = LASTING_FACTS.linkKey;
  for (;;) {
    const { value, version } = await readFact(db, key);
    if (value !== null) return Buffer.from(z.string().parse(value), 'base64');
    await writeFact(db, { key, value: keptLinkKey(dataDir).toString('base64'), version, at });
  }
}

/** Whoever comes first says which key it is; whoever comes with another one must know which it replaces. */
async function holdToKey(db: Db, id: string, wish: LinkKeyWish): Promise<void> {
  const key = LASTING_FACTS.linkKeyId;
  for (;;) {
    const { value, version } = await readFact(db, key);
    if (value === id) return;
    if (value !== null && value !== wish.linkKeyReplaces) {
      throw new AppError('start.linkKeyOther', { id: String(value) });
    }
    if (await writeFact(db, { key, value: id, version, at: wish.at })) return;
  }
}
