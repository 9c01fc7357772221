import { expect, test } from '@jest/globals';
import { connectorError } from '../../src/bot/connector-error.ts';

const answer = (statusCode: number, retryAfter?: string) => ({
  statusCode,
  response: { headers: new Map(retryAfter ? [['retry-after', retryAfter]] : []) },
});

test.each([
  [429, 'throttled'],
  [412, 'throttled'],
  [404, 'chat.gone'],
  [403, 'chat.notReachable'],
  [401, 'chat.signInRefused'],
  [400, 'chat.refused'],
  [500, 'unavailable'],
])('%i is %s', (status, code) => {
  expect(connectorError(answer(status))).toMatchObject({ code });
});

test('the wait that Teams asks for is kept', () => {
  expect(connectorError(answer(429, '7'))).toMatchObject({ params: { retryAfterMs: 7000 } });
});

test('a sign-in that is refused needs a person, a broken line does not', () => {
  const refused = Object.assign(new Error('invalid_client'), { name: 'ServerError' });
  expect(connectorError(refused)).toMatchObject({
    code: 'appSignIn.refused',
    params: { reason: 'invalid_client' },
  });
  const broken = new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') });
  expect(connectorError(broken)).toMatchObject({ code: 'unavailable' });
});

test('a mistake of our own is not taken for Teams’ failure', () => {
  const mistake = new TypeError('x is not a function');
  expect(connectorError(mistake)).toBe(mistake);
});
