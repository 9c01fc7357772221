import { givenPostgres, type Postgres } from '../support/postgres.ts';
import { type Product, startProduct } from '../support/product.ts';
import { givenWire, type Wire } from '../support/wire.ts';

/** Several instances of the bot on one server of their own, each with a wire to it that can break. */
export interface Several {
  readonly product: Product;
  readonly postgres: Postgres;
  /** The database by the short way, for a test that looks into it or stands in the way. */
  readonly databaseUrl: string;
  /** One for each instance, in their order. */
  readonly wires: readonly Wire[];
  stop(): Promise<void>;
}

/** What a test's hook grants the start of several, in milliseconds. */
export const SEVERAL_MS = 90_000;

/** Starts `count` instances. WoodGrove limits nothing, as these tests are not about its limits. */
export async function givenSeveral(
  count: number,
  settings: Record<string, string> = {},
): Promise<Several> {
  const postgres = await givenPostgres();
  const wires: Wire[] = [];
  const leave = async (product?: Product) => {
    // A bot that is cut off would not end before its patience does.
    for (const wire of wires) wire.release();
    await product?.stop();
    await Promise.all(wires.map((wire) => wire.close()));
    await postgres.remove();
  };
  try {
    const databaseUrl = await postgres.createDatabase();
    for (let each = 0; each < count; each += 1) wires.push(await givenWire(postgres.port));
    const product = await startProduct(
      { TEAM_MEMBERS_PER_MINUTE: '600', ...settings },
      wires.map((wire) => wire.to(databaseUrl)),
    );
    await product.post('/_sandbox/limits', { scale: 'off' });
    return { product, postgres, databaseUrl, wires, stop: () => leave(product) };
  } catch (error) {
    await leave();
    throw error;
  }
}
