import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { createSparingLog } from '../../src/server/sparing-log.ts';

test('the same again is counted, something else is told at once, and none is left out', async () => {
  const lines: string[] = [];
  const note = createSparingLog(pino({ base: null }, { write: (line) => void lines.push(line) }));
  const told = () => lines.map((line) => JSON.parse(line)).map(({ why, times }) => [why, times]);
  const refuse = (why: string) => note('warn', why, { why }, 'refused');

  for (let times = 0; times < 10_000; times += 1) refuse('none');
  refuse('exp');
  expect(told()).toEqual([
    ['none', 1],
    ['exp', 1],
  ]);
  await wait(1100);
  refuse('none');
  await wait(1100);
  expect(told().slice(2)).toEqual([
    ['none', 9999],
    ['none', 1],
  ]);
  await wait(1100);
  refuse('none');
  expect(told().slice(4)).toEqual([['none', 1]]);
});
