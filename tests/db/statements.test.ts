import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Statements } from '../../src/db/statements.ts';

let engine: PGlite;
let ways = 0;
let statements: Statements;

beforeAll(async () => {
  engine = await PGlite.create();
  statements = new Statements((bytes) => {
    ways += 1;
    return engine.execProtocolStream(bytes);
  }, engine);
  await engine.exec('create table things (id int primary key, name text, extra jsonb)');
});

afterAll(() => engine.close());

test('what comes back is what PGlite gives itself', async () => {
  const text = `select $1::int as number, $2::text as word, $3::jsonb as extra, $4::timestamptz as at,
    $5::text[] as list, null as nothing, 9007199254740991::int8 as large, true as yes`;
  const values = [7, 'seven', { a: [1, null] }, new Date(0), ['x', 'y "z"'], null].slice(0, 5);
  const { rows, fields } = await statements.run(text, values);
  const theirs = await engine.query(text, values);
  expect(rows).toEqual(theirs.rows);
  expect(fields).toEqual(theirs.fields);
  const inArrays = await statements.run(text, values, { rowMode: 'array' });
  expect(inArrays.rows).toEqual((await engine.query(text, values, { rowMode: 'array' })).rows);
});

test('a statement that is known takes one way into the engine', async () => {
  const text = 'insert into things (id, name) values ($1, $2)';
  await statements.run(text, [1, 'one']);
  ways = 0;
  const { affectedRows, rows } = await statements.run(text, [2, 'two']);
  expect(ways).toBe(1);
  expect(affectedRows).toBe(1);
  expect(rows).toEqual([]);
});

test('a statement that fails says why, and the next one runs', async () => {
  const insert = 'insert into things (id, name) values ($1, $2)';
  await statements.run(insert, [10, 'ten']);
  await expect(statements.run(insert, [10, 'again'])).rejects.toMatchObject({ code: '23505' });
  await expect(statements.run('select * from nowhere', [])).rejects.toMatchObject({
    code: '42P01',
  });
  const { rows } = await statements.run('select name from things where id = $1', [10]);
  expect(rows).toEqual([{ name: 'ten' }]);
});

test('no more statements are kept than there is room for', async () => {
  for (let number = 0; number < 520; number += 1) {
    await statements.run(`select ${number} as number`, []);
  }
  const { rows } = await engine.query('select count(*)::int as kept from pg_prepared_statements');
  expect(rows).toEqual([{ kept: 500 }]);
  expect((await statements.run('select 0 as number', [])).rows).toEqual([{ number: 0 }]);
});

test('of what is kept, what has not been used for the longest makes room', async () => {
  const often = 'select $1::text as often';
  await statements.run(often, ['']);
  let waysOfOften = 0;
  for (let number = 0; number < 1200; number += 1) {
    await statements.run(`select ${number} as other`, []);
    ways = 0;
    await statements.run(often, ['']);
    waysOfOften += ways;
  }
  expect(waysOfOften).toBe(1200);
});
