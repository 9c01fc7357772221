import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CALL_MS, HEADERS_MS } from '../../src/server/server.ts';
import { BOT } from './support/bot-outside.ts';
import { type DoorHere, openDoor } from './support/door-here.ts';
import { type Outside, startOutside } from './support/outside.ts';

let outside: Outside;
let door: DoorHere;

beforeAll(async () => {
  outside = await startOutside();
  door = await openDoor(outside, /^http:/);
});
afterAll(async () => {
  await door?.close();
  await outside?.close();
});

/** Sends this, then a letter now and then; gives what comes back, and after how long the line was cut, in ms. */
function dribble(start: string, letter: string): Promise<{ answer: string; after: number }> {
  return new Promise((resolve) => {
    const began = Date.now();
    let answer = '';
    const line = connect(door.port, '127.0.0.1', () => line.write(start));
    const dribbling = setInterval(() => line.write(letter), 200);
    line.on('data', (chunk) => {
      answer += chunk.toString();
    });
    line.on('error', () => undefined);
    line.on('close', () => {
      clearInterval(dribbling);
      resolve({ answer, after: Date.now() - began });
    });
  });
}

const begun = (authorization: string, length: number) =>
  [
    'POST /api/messages HTTP/1.1',
    'host: guestlist',
    'content-type: application/json',
    `authorization: ${authorization}`,
    `content-length: ${length}`,
    '',
    '',
  ].join('\r\n');

/** How late a busy machine may notice, in ms. */
const LATE_MS = 8000;

test('who sends his headers letter by letter is cut off', async () => {
  const { answer, after } = await dribble('POST /api/messages HTTP/1.1\r\nx-slow: ', 'x');
  expect(answer).toMatch(/^HTTP\/1.1 408/);
  expect(after).toBeLessThan(HEADERS_MS + LATE_MS);
});

test('who sends his body letter by letter is cut off, with a good token, too', async () => {
  const token = await outside.token(BOT);
  const { answer, after } = await dribble(begun(`Bearer ${token}`, 200_000), ' ');
  expect(answer).toMatch(/^HTTP\/1.1 408/);
  expect(after).toBeLessThan(CALL_MS + LATE_MS);
  expect(door.letIn).toEqual([]);
});

test('a stranger is told before he has sent anything of his body, and let go', async () => {
  const began = Date.now();
  const { answer, after } = await dribble(begun('Bearer a.b.c', 200_000_000), '');
  expect(answer).toMatch(/^HTTP\/1.1 401/);
  expect(Date.now() - began).toBeLessThan(CALL_MS);
  expect(after).toBeLessThan(CALL_MS);
});

test('a stranger who sends without end is cut off', async () => {
  const { answer, after } = await dribble(begun('Bearer a.b.c', 200_000_000), 'x'.repeat(200_000));
  expect(answer).toMatch(/^HTTP\/1.1 401/);
  expect(after).toBeLessThan(CALL_MS);
});
