import { expect, test } from '@jest/globals';
import { repeat } from '../../src/jobs/repeat.ts';
import { until } from '../support/queue.ts';

test('an error does not end the repetition', async () => {
  const errors: unknown[] = [];
  let done = 0;
  const repeated = repeat(
    1,
    async () => {
      done += 1;
      if (done === 1) throw new Error('once');
    },
    (error) => errors.push(error),
  );

  await until(() => done >= 3);
  await repeated.stop();
  expect(errors).toEqual([new Error('once')]);
});

test('work that is asked for while it is done follows it, and never overlaps', async () => {
  const events: string[] = [];
  const repeated = repeat(
    3_600_000,
    async () => {
      events.push('begin');
      await new Promise((resolve) => setTimeout(resolve, 5));
      events.push('end');
    },
    () => undefined,
  );

  await Promise.all([repeated.now(), repeated.now()]);
  await repeated.stop();
  expect(events).toEqual(['begin', 'end', 'begin', 'end']);
});

test('stopping waits for what is being done, and nothing is done after it', async () => {
  const events: string[] = [];
  const repeated = repeat(
    1,
    async () => {
      events.push('begin');
      await new Promise((resolve) => setTimeout(resolve, 10));
      events.push('end');
    },
    () => undefined,
  );
  await until(() => events.includes('begin'));

  await repeated.stop();
  const seen = events.length;
  expect(events.at(-1)).toBe('end');
  await repeated.now();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(events).toHaveLength(seen);
});
