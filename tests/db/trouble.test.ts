import { describe, expect, test } from '@jest/globals';
import { DrizzleQueryError } from 'drizzle-orm';
import { troubleOf } from '../../src/db/trouble.ts';

const coded = (code: string) => Object.assign(new Error('said by the driver'), { code });

describe('of a query that fails because', () => {
  test.each([
    ['its lock was not got in time', '55P03', 'locked'],
    ['two transactions want the same', '40P01', 'locked'],
    ['the disk is full', '53100', 'full'],
    ['there are too many connections', '53300', 'away'],
    ['the server goes', '57P01', 'away'],
    ['the server may only read, as another one has taken its place', '25006', 'away'],
    ['nothing listens there', 'ECONNREFUSED', 'away'],
    ['no name server answers', 'EAI_AGAIN', 'away'],
    ['its name is not known for a while', 'ENOTFOUND', 'away'],
    ['the row is there already', '23505', null],
  ])('%s, we say so', (_, code, trouble) => {
    expect(troubleOf(new DrizzleQueryError('select', [], coded(code)))).toBe(trouble);
  });
});
