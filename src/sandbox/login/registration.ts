import { z } from 'zod';
import type { World } from '../world.ts';

/** What the bot's registration takes as a proof, and which managed identities its machine has. */
export const registrationShape = z.strictObject({
  secrets: z.array(
    z.strictObject({
      value: z.string().min(1),
      /** Null: it does not expire. */
      endsAt: z.iso.datetime().nullable().default(null),
    }),
  ),
  /** Certificates in PEM, without their keys. */
  certificates: z.array(z.string().includes('BEGIN CERTIFICATE')),
  /** Federated identity credentials: whose tokens count as the app's own word. Compared letter by letter. */
  federated: z.array(
    z.strictObject({
      issuer: z.url(),
      subject: z.string().min(1),
      audience: z.string().min(1).default('api://AzureADTokenExchange'),
    }),
  ),
  /** Managed identities assigned to the machine that the bot runs on. */
  identities: z.array(z.strictObject({ clientId: z.guid(), principalId: z.guid() })),
});

export type Registration = z.infer<typeof registrationShape>;

/** Beside the signing keys in the store: a reset puts the company back, not who may sign in. */
const TABLE = 'keys';
const ROW = 'registration';

/** The registration as it stands: at the start the one secret of the settings, and nothing else. */
export function registrationOf({ store, settings }: World): Registration {
  const first: Registration = {
    secrets: [{ value: settings.botSecret, endsAt: null }],
    certificates: [],
    federated: [],
    identities: [],
  };
  return { ...first, ...store.table<Partial<Registration>>(TABLE).get(ROW) };
}

/** Puts the named lists in the place of those that were. */
export function changeRegistration(world: World, change: Partial<Registration>): void {
  const table = world.store.table<Partial<Registration>>(TABLE);
  world.store.write(() => table.put(ROW, { ...table.get(ROW), ...change }));
}
