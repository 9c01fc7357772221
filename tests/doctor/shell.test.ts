import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Product, START_MS, startProduct } from '../support/product.ts';
import { guestlistWith } from '../support/shell.ts';

let product: Product;
let settings: Record<string, string>;
beforeAll(async () => {
  product = await startProduct();
  settings = {
    GUESTLIST_MODE: 'sandbox',
    PORT: new URL(product.botOrigin).port,
    SANDBOX_PORT: new URL(product.origin).port,
    DATA_DIR: product.dataDir,
    DATABASE_URL: '',
  };
}, START_MS);
afterAll(() => product?.stop());

interface Report {
  readonly exit: number;
  readonly findings: readonly {
    readonly name: string;
    readonly state: string;
    readonly cause: string;
    readonly nextStep: string;
  }[];
}

async function report(more: Record<string, string> = {}) {
  const said = await guestlistWith({ ...settings, ...more }, 'doctor', '--json');
  const told = JSON.parse(said.out) as Report;
  expect(told.exit).toBe(said.exit);
  const states = new Map(told.findings.map(({ name, state }) => [name, state]));
  return { exit: said.exit, states, findings: told.findings };
}

test('beside a running bot all is well, and it says so in lines', async () => {
  const said = await guestlistWith(settings, 'doctor');
  expect(said.err).toBe('');
  expect(said.out).toMatch(/^ok +settings +They are complete\.$/m);
  expect(said.out).toMatch(/^ok +database +The bot is running on it\.$/m);
  expect(said.out).toMatch(/Warnings: 0\. Problems: 0\. Not checked: 2\.$/m);
  expect(said.exit).toBe(0);
});

test('without the bot it works as well', async () => {
  await product.killBot();
  const { exit, states } = await report();
  expect(states.get('database')).toBe('ok');
  expect(exit).toBe(0);
  await product.startBot();
});

test('a problem ends it with 1, and has its cause and the click that mends it', async () => {
  const { permissions } = await product.get<{ permissions: string[] }>('/_sandbox/switches');
  const fewer = permissions.filter((each) => each !== 'User.Invite.All');
  await product.turn({ permissions: fewer });
  const { exit, findings } = await report();
  await product.turn({ permissions });
  expect(exit).toBe(1);
  expect(findings.find(({ name }) => name === 'permission.User.Invite.All')).toEqual({
    name: 'permission.User.Invite.All',
    state: 'problem',
    cause: 'Nobody can be invited. The permission User.Invite.All is not granted.',
    nextStep: expect.stringContaining('API permissions > Add a permission'),
  });
});

test('settings that are missing end it with 2, and nothing else is looked at', async () => {
  const { exit, states } = await report({ MAIL_FROM: 'nobody' });
  expect(exit).toBe(2);
  expect([...states]).toEqual([
    ['settings', 'problem'],
    ['others', 'unchecked'],
  ]);
});

test('whoever does not answer ends it with 4', async () => {
  const { exit, states } = await report({ GRAPH_BASE_URL: 'http://127.0.0.1:9/v1.0' });
  expect(states.get('reach.graph')).toBe('problem');
  expect(exit).toBe(4);
});

test('an option that it does not know is refused', async () => {
  const said = await guestlistWith(settings, 'doctor', '--all');
  expect(said.exit).toBe(2);
  expect(said.err).toContain('There is no option --all.');
});
