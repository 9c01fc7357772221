import type { Db } from '../../src/db/types.ts';

/** A database in which the next transactions cannot be begun once `begin` was called: so many as that says. */
export function troubled(db: Db): { readonly db: Db; begin(times: number): void; left(): number } {
  let left = 0;
  const transaction: Db['transaction'] = async (...work) => {
    if (left === 0) return db.transaction(...work);
    left -= 1;
    throw Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });
  };
  return {
    db: Object.assign(Object.create(db), { transaction }),
    begin: (times) => {
      left = times;
    },
    left: () => left,
  };
}
