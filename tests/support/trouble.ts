import type { Db } from '../../src/db/types.ts';

/** A database that takes no transaction and no statement written out once `begin` was called: so many as that says. */
export function troubled(db: Db): { readonly db: Db; begin(times: number): void; left(): number } {
  let left = 0;
  const refuse = () => {
    if (left === 0) return;
    left -= 1;
    throw Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });
  };
  const transaction: Db['transaction'] = async (...work) => {
    refuse();
    return db.transaction(...work);
  };
  const execute = async (...query: Parameters<Db['execute']>) => {
    refuse();
    return db.execute(...query);
  };
  return {
    db: Object.assign(Object.create(db), { transaction, execute }),
    begin: (times) => {
      left = times;
    },
    left: () => left,
  };
}
