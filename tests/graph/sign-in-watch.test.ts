import { expect, test } from '@jest/globals';
import { AppError } from '../../src/errors.ts';
import { watchSignIn } from '../../src/graph/sign-in-watch.ts';
import type { Tokens } from '../../src/graph/tokens.ts';

/** Tokens that come, or fail, as the list says; the last one stays. */
function given(...outcomes: readonly (string | AppError)[]) {
  let asked = 0;
  const current = async () => {
    const outcome = outcomes[Math.min(asked, outcomes.length - 1)] ?? '';
    asked += 1;
    if (outcome instanceof AppError) throw outcome;
    return outcome;
  };
  const tokens: Tokens = { current, renewed: current };
  return { watch: watchSignIn(tokens), asked: () => asked };
}

const refused = new AppError('appSignIn.secretExpired');
const noMachine = Object.assign(new Error('Network unreachable'), {
  name: 'CredentialUnavailableError',
});
const machineAway = new AppError('unavailable', {}, { cause: noMachine });

test('a refusal is told by its name, and Entra is not asked again for each who wants to know', async () => {
  const { watch, asked } = given(refused);
  expect(await watch()).toBe(refused);
  expect(await watch()).toBe(refused);
  expect(asked()).toBe(1);
});

test('that Entra is away is no refusal', async () => {
  const { watch } = given(new AppError('unavailable', {}, { cause: new Error('ECONNREFUSED') }));
  expect(await watch()).toBeNull();
});

test('a machine without identities is named, one that had them is only away', async () => {
  expect(await given(machineAway).watch()).toMatchObject({ code: 'appSignIn.noIdentity' });
  const { watch } = given('t1', machineAway);
  expect(await watch()).toBeNull();
  expect(await watch()).toBeNull();
});

test('nobody waits for an Entra that says nothing', async () => {
  const silent: Tokens = { current: () => new Promise(() => {}), renewed: async () => '' };
  expect(await watchSignIn(silent)()).toBeNull();
});
