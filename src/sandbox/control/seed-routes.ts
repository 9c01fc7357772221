import type { Server } from 'restify';
import { z } from 'zod';
import { refusal, route } from '../http.ts';
import { seedCrowd } from '../tenant/seed/crowd.ts';
import { namedSeed, SeedRefusal, seedNamed } from '../tenant/seed/named.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { readForm } from './read-form.ts';

const count = z.number().int().min(0).max(200_000);
const crowdForm = z.strictObject({
  users: count.optional(),
  guests: count.optional(),
  teams: count.optional(),
});

/** In `{"users":20,"guests":5,"teams":3}` teams is a number; in the named form it is a list. */
const form = z.union([crowdForm, namedSeed]);

function fill(tenant: Tenant, wish: z.infer<typeof form>): object {
  const named = namedSeed.safeParse(wish);
  if (!named.success) return seedCrowd(tenant, crowdForm.parse(wish));
  try {
    return seedNamed(tenant, named.data);
  } catch (error) {
    if (error instanceof SeedRefusal) throw refusal(400, 'badSeed', error.message);
    throw error;
  }
}

/** Fills the tenant: with a crowd, or with people and resources that have names. */
export function serveSeed(server: Server, tenant: Tenant): void {
  server.post(
    '/_sandbox/seed',
    route(async (request) => {
      const body = fill(tenant, await readForm(request, form));
      tenant.world.changes.tell('tenant');
      tenant.world.changes.tell('people');
      return { status: 200, body };
    }),
  );
}
