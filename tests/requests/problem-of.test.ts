import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../src/errors.ts';
import { LeaseLost } from '../../src/lease.ts';
import { worstOf } from '../../src/requests/problem-of.ts';

const stop = new AppError('guest.blocked');
const throttled = new AppError('throttled');
const locked = Object.assign(new Error('lock timeout'), { code: '55P03' });
const lost = new LeaseLost();

describe('of what failed in several places', () => {
  test.each([
    ['what Graph may do later', [stop, throttled], throttled],
    ['what the database may do later', [stop, locked], locked],
    ['that somebody else has the job', [throttled, locked, lost], lost],
    ['what failed first', [stop, new Error('a mistake')], stop],
  ])('%s decides', (_, errors, worst) => {
    expect(worstOf(errors)).toBe(worst);
  });
});
