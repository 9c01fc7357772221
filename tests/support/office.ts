import { type Product, startProduct } from './product.ts';
import { ask } from './talk.ts';

/**
 * Starts the product where nobody is held up by WoodGrove's limits, and has these people (keys) say hello.
 *
 * @param settings go to sandbox and bot as environment
 * @param seed who and what is there beside WoodGrove, as `/_sandbox/seed` takes it
 */
export async function startOffice(
  people: readonly string[],
  settings: Record<string, string> = {},
  seed: object | null = null,
): Promise<Product> {
  const product = await startProduct(settings);
  try {
    await product.post('/_sandbox/limits', { scale: 'off' });
    if (seed) await product.post('/_sandbox/seed', seed);
    for (const who of people) await ask(product, who, 'hello');
    return product;
  } catch (error) {
    await product.stop();
    throw error;
  }
}
