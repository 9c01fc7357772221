import { expect, test } from '@jest/globals';
import { AppError } from '../src/errors.ts';
import { createLog } from '../src/log.ts';

test('what fills the sentence of an error is not logged', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const cause = new Error('because');
  log.warn({ err: new AppError('guest.colleague', { address: 'sam@gmail.com' }, { cause }) }, 'no');
  expect(lines.join('')).toContain('guest.colleague');
  expect(lines.join('')).toContain('because');
  expect(lines.join('')).not.toContain('sam@gmail.com');
});
