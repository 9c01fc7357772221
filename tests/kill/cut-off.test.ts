import { expect, test } from '@jest/globals';
import { wasCutOff } from './support/cut-off.ts';
import type { Line } from './support/watched.ts';

const START = Date.parse('2026-11-21T10:00:00Z');
/** WoodGrove's clock stands a day ahead. */
const AHEAD = 24 * 3_600_000;

/** Posted at 50. */
const MESSAGE = String(START + AHEAD + 50);

const part = (at: number): Line => ({ kind: 'part', name: 'approve', at: START + at });
const gone = (at: number): Line => ({ kind: 'gone', at: START + at, ahead: AHEAD });
const commit = (at: number, name: string, ...ids: string[]): Line => ({
  ...{ kind: 'commit', when: 'after', name, at: START + at, ids },
});
const post: Line = {
  ...{ kind: 'call', when: 'before', name: 'POST', at: START + 45, ids: [] },
};

const isExcused = (...lines: Line[]) => wasCutOff(lines, MESSAGE, 'tell-requester');

test('a message is cut off where the kill came after its call and before its commit', () => {
  expect(isExcused(part(0), post, gone(900))).toBe(true);
  expect(isExcused(part(0), post, commit(60, 'update pace'), gone(900))).toBe(true);
});

test('one that was noted is not', () => {
  expect(isExcused(part(0), post, commit(60, 'insert notices', MESSAGE), gone(900))).toBe(false);
});

test('one that was not noted when its task was done is not, wherever the kill came', () => {
  const done = commit(70, 'complete job tell-requester');
  expect(isExcused(part(0), post, done, gone(900))).toBe(false);
  expect(isExcused(part(0), commit(40, 'complete job tell-requester'), post, gone(900))).toBe(true);
});

test('one that was not noted in its part of the story is not cut off in the next one', () => {
  const [next, later] = [part(200), commit(210, 'update pace')];
  expect(isExcused(part(0), post, next, later, gone(900))).toBe(false);
  expect(isExcused(part(0), post, next, gone(900))).toBe(true);
});

test('one that came after the last kill, or where there was none, is not', () => {
  expect(isExcused(part(0), gone(40), post)).toBe(false);
  expect(isExcused(part(0), post)).toBe(false);
});
