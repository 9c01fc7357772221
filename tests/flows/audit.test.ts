import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../src/db/open.ts';
import { behindItsBack } from '../support/behind-its-back.ts';
import { requestIdOf, untilSaid } from '../support/chat.ts';
import { givenPlace, type Place } from '../support/database.ts';
import { type Product, START_MS, startProduct } from '../support/product.ts';
import { until } from '../support/queue.ts';
import { guestlist, type Said } from '../support/shell.ts';

const SAM = 'gsamoogle@gmail.com';

let place: Place;
let product: Product;
let requestId: string;
let head: string;

beforeAll(async () => {
  place = await givenPlace();
  const { dataDir, databaseUrl } = place;
  product = await startProduct({
    DATA_DIR: dataDir,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  });
  await product.say('john', `invite ${SAM} to Project X because he audits Q3`);
  const { personalConversationId } = await product.person('megan');
  const card = await untilSaid(product, personalConversationId ?? '', SAM);
  requestId = requestIdOf(card.card);
  const inputs = { requestId, comment: 'Welcome aboard' };
  await product.press('megan', card.activityId, 'request.approve', inputs);
  await product.settled();
  await product.post('/_sandbox/redeem', { email: SAM });
  await until(async () => (await shell('show', requestId)).out.includes('guest.welcomed'));
}, 2 * START_MS);
afterAll(async () => {
  await product?.stop();
  await place?.remove();
});

const shell = (...words: string[]) => guestlist(place.dataDir, 'audit', ...words);

/** Proves the audit once every row is in the chain. */
function verified(...words: string[]): Promise<Said> {
  return until(async () => {
    const said = await shell('verify', ...words);
    return !said.out.includes('wait') && said;
  });
}

test('the whole audit of the story is proven in the shell, with a head to note', async () => {
  const { exit, out } = await verified();
  expect(exit).toBe(0);
  head = /\d+:[0-9a-f]{64}/.exec(out)?.[0] ?? 'no head';
  expect(out).toBe(`The audit is whole. Rows in its chain: ${head.split(':')[0]}. Head: ${head}\n`);
  expect(JSON.parse((await shell('verify', '--json')).out)).toMatchObject({ whole: true, head });
});

test('who asks for a request sees who did what, and in which words', async () => {
  const { exit, out } = await shell('show', requestId);
  expect(exit).toBe(0);
  for (const words of ['request.started', 'guest.welcomed', SAM, 'he audits Q3', 'Welcome aboard'])
    expect(out).toContain(words);
  const rows: { actor: string; action: string }[] = JSON.parse(
    (await shell('show', requestId, '--json')).out,
  );
  const { aadObjectId } = await product.person('megan');
  expect(rows.find(({ action }) => action === 'request.approved')?.actor).toBe(aadObjectId);
});

test('a guest is forgotten by his address, account and all; what happened stays proven', async () => {
  const { exit, out } = await shell('forget', SAM.toUpperCase());
  expect(exit).toBe(0);
  expect(out).toContain('guest rows 1');
  const shown = await shell('show', requestId);
  const sam = (await product.tenant()).users.find(({ mail }) => mail === SAM);
  for (const his of [SAM, sam?.id ?? SAM]) expect(shown.out).not.toContain(his);
  for (const words of ['(forgotten)', 'he audits Q3', 'guest.welcomed'])
    expect(shown.out).toContain(words);
  expect((await shell('forget', SAM)).exit).toBe(1);

  const still = await verified('--head', head);
  expect(still).toMatchObject({ exit: 0 });
  expect(still.out).toContain('The head that you noted is part of it.');
});

test('what is asked wrongly is told, and how to ask', async () => {
  expect(await shell('verify', '--head', 'yesterday')).toMatchObject({ exit: 2, out: '' });
  const tooFar = `${'9'.repeat(16)}:${'0'.repeat(64)}`;
  expect(await shell('verify', '--head', tooFar)).toMatchObject({ exit: 2, out: '' });
  expect(await shell('forget')).toMatchObject({ exit: 2 });
  expect(await shell('show')).toMatchObject({ exit: 2 });
  expect(await shell('show', 'nonesuch')).toMatchObject({ exit: 1 });
  expect((await shell('verify', '--head', `2:${'0'.repeat(64)}`)).out).toContain('Entry 2');
});

test(
  'a row that somebody has changed behind its back is named',
  async () => {
    await product.killBot();
    expect(await shell('verify')).toMatchObject({ exit: 4, out: '' });
    const database = await openDatabase(place);
    await behindItsBack(database.db, (tx) =>
      tx.execute(sql`update audit set action = 'request.denied' where action = 'request.approved'`),
    );
    await database.close();
    await product.startBot();

    const { exit, out } = await shell('verify');
    expect(exit).toBe(1);
    expect(out).toMatch(
      /^Row \d+ \(20[\dT:.Z-]+, request.denied\) is not what was put into the chain as entry \d+/,
    );
    expect(out).toContain('Before that the chain is whole.');
  },
  START_MS,
);
