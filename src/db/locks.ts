/**
 * The advisory locks that processes on one database keep each other out with. Any numbers, the same in
 * every release and no two of them equal.
 */
export const LOCKS = {
  /** One process at a time brings the schema up to date. */
  migrating: 7_238_411,
  /** One links audit rows. */
  linking: 7_238_412,
  /** One empties everything for a new beginning. */
  emptying: 7_238_413,
  /** Whoever makes a person's key shares it; who forgets a person has it alone. */
  personKeys: 7_238_414,
  /** One at a time asks for the same guest. Beside a second number, the guest's. */
  asking: 7_238_415,
} as const;
