import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../src/db/open.ts';
import { readChat, untilSaid } from '../support/chat.ts';
import { givenPlace, type Place } from '../support/database.ts';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import { guestlist } from '../support/shell.ts';
import { approve, ask, chatOf, requestOf, whenSettled } from '../support/talk.ts';

/** A token, as it begins with its head and its claims. */
const TOKEN = /eyJ[\w-]+\.eyJ/;

let place: Place;
let product: Product;

beforeAll(async () => {
  place = await givenPlace();
  const { dataDir, databaseUrl } = place;
  product = await startOffice(['megan', 'john'], {
    DATA_DIR: dataDir,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    OAUTH_CONNECTION: 'people',
    TEAM_MEMBERS_PER_MINUTE: '600',
    LOG_LEVEL: 'info',
  });
}, START_MS);
afterAll(async () => {
  await product?.stop();
  await place?.remove();
});

beforeEach(async () => {
  await product.turn({ teamAddRefusesGuests: true, rosterDelayMinutes: 120 });
});

const LATER = 'Teams may take some hours to show it to the guest.';
const OFFER = 'Let me add guests to your teams in your name';

/** Consents as this person and signs him in, as Teams does by itself once he has consented. */
async function signIn(who: string): Promise<string> {
  await product.post('/_sandbox/consent', { as: who, given: true });
  await product.say(who, 'sign in');
  await untilSaid(product, await chatOf(product, who), 'From now on I add the guests');
  return newestCard(who);
}

/** The newest message with an OAuth card in somebody's chat. */
async function newestCard(who: string): Promise<string> {
  const messages = await product.messages(await chatOf(product, who));
  const card = messages.findLast(({ activity }) =>
    activity.attachments?.some(({ contentType }) => contentType?.endsWith('card.oauth')),
  );
  if (!card) throw new Error('no OAuth card has come');
  return card.activityId;
}

async function signOut(who: string): Promise<void> {
  await ask(product, who, 'sign out');
}

/** Invites this address to Megan's team as herself, and gives what her card says in the end. */
async function invite(address: string): Promise<string> {
  const card = await ask(product, 'megan', `invite ${address} to Project X`);
  return (await whenSettled(product, 'megan', card)).words;
}

/** Calls that add this account to a place: whose right, and Graph's answer. */
async function writesFor(address: string): Promise<string[]> {
  const { users } = await product.tenant();
  const id = users.find(({ mail }) => mail === address)?.id ?? '?';
  const log = await product.text('/_sandbox/graph-log');
  return log
    .split('\n')
    .filter((line) => line.includes('"method":"POST"') && line.includes(id))
    .flatMap(
      (line) =>
        /"url":"\/v1.0\/(teams|groups)\/.*"status":(\d+)/.exec(line)?.slice(1, 3).join(' ') ?? [],
    );
}

async function said(who: string, words: string): Promise<number> {
  const chat = await readChat(product, await chatOf(product, who));
  return chat.filter((each) => each.fromBot && each.words.includes(words)).length;
}

test('without consent the guest comes in through the group, and the owner is asked once', async () => {
  expect(await invite('plain@gmail.com')).toContain(LATER);
  expect(await writesFor('plain@gmail.com')).toEqual(['teams 403', 'groups 204']);
  await untilSaid(product, await chatOf(product, 'megan'), OFFER, 'Without it nothing changes');

  await invite('plain.again@gmail.com');
  expect(await said('megan', OFFER)).toBe(1);
});

test('with consent the guest stands on the roster at once, although applications are refused', async () => {
  await signIn('megan');
  expect(await invite('own@gmail.com')).not.toContain(LATER);
  expect(await writesFor('own@gmail.com')).toEqual(['teams 201']);
});

test('the approval of an owner is enough: who asks need not have signed in', async () => {
  const card = await ask(product, 'john', 'invite approved@gmail.com to Project X');
  await approve(product, 'megan', requestOf(card));
  expect((await whenSettled(product, 'john', card)).words).not.toContain(LATER);
  expect(await writesFor('approved@gmail.com')).toEqual(['teams 201']);
});

test('the audit says in whose right it was done', async () => {
  const { aadObjectId } = await product.person('megan');
  const card = await ask(product, 'megan', 'invite audited@gmail.com to Project X');
  await product.settled();
  const { out } = await guestlist(place.dataDir, 'audit', 'show', requestOf(card), '--json');
  const rows: { action: string; after: object }[] = JSON.parse(out);
  expect(rows.find(({ action }) => action === 'access.granted')?.after).toMatchObject({
    inRightOf: aadObjectId,
    outcome: 'added',
  });
});

test('an exchange that comes twice and late changes nothing more, and is thanked for once', async () => {
  await signOut('megan');
  const thanks = await said('megan', 'From now on I add the guests');
  const activityId = await signIn('megan');
  const again = { as: 'megan', activityId };
  const answers = await Promise.all(
    [1, 2, 3].map(() => product.post<{ status: number }>('/_sandbox/sign-in/exchange', again)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await said('megan', 'From now on I add the guests')).toBe(thanks + 1);

  await signOut('megan');
  const late = await product.post<{ status: number }>('/_sandbox/sign-in/exchange', again);
  expect(late.status).toBe(200);
  expect(await invite('late.exchange@gmail.com')).toContain(LATER);
});

test('who has not consented is told so by 412, and signs in by the button; the code is good once', async () => {
  await product.post('/_sandbox/consent', { as: 'megan', given: false });
  await product.say('megan', 'sign in');
  const activityId = await newestCard('megan');
  const as = { as: 'megan', activityId };
  expect(await product.post('/_sandbox/sign-in/exchange', as)).toMatchObject({
    status: 412,
    body: { connectionName: 'people' },
  });
  const before = await said('megan', 'From now on I add the guests');
  expect(await product.post('/_sandbox/sign-in', as)).toMatchObject({ status: 200 });
  expect(await said('megan', 'From now on I add the guests')).toBe(before + 1);
  expect(await invite('button@gmail.com')).not.toContain(LATER);
});

test('a consent that is taken back between the approval and the job leaves the application its way', async () => {
  await product.post('/_sandbox/faults', {
    rules: [{ method: 'POST', pathRegex: '/invitations', times: 1, status: 503, retryAfter: 3 }],
  });
  await product.say('megan', 'invite revoked@gmail.com to Project X');
  await product.post('/_sandbox/consent', { as: 'megan', given: false });
  await product.settled(60);
  expect(await writesFor('revoked@gmail.com')).toEqual(['teams 403', 'groups 204']);
});

test('a token service that is away does not hold up a guest', async () => {
  await signIn('megan');
  await product.post('/_sandbox/faults', {
    rules: [{ method: 'GET', pathRegex: '/api/usertoken/', times: 50, status: 503 }],
  });
  expect(await invite('away@gmail.com')).toContain(LATER);
  await product.delete('/_sandbox/faults');
  expect(await invite('back@gmail.com')).not.toContain(LATER);
});

test('a consent that covers too little lends no right: the application goes its way', async () => {
  await product.post('/_sandbox/switches', { delegatedPermissions: ['User.Invite.All'] });
  expect(await invite('scope@gmail.com')).toContain(LATER);
  expect(await writesFor('scope@gmail.com')).toEqual(['teams 403', 'teams 403', 'groups 204']);
  await product.turn({ delegatedPermissions: ['TeamMember.ReadWrite.All', 'User.Invite.All'] });
});

test('what a client cannot do is said, and named to the log without his words', async () => {
  const activityId = await newestCard('megan');
  const failure = { as: 'megan', activityId, code: 'resourcematchfailed', message: 'secret words' };
  expect(await product.post('/_sandbox/sign-in/failure', failure)).toMatchObject({ status: 200 });
  expect(await said('megan', 'Teams could not sign you in (resourcematchfailed)')).toBe(1);
  expect(product.logs()).not.toContain('secret words');
});

test('elsewhere than in the own chat nobody is signed in', async () => {
  const { groupChatId } = await product.people();
  const { words } = await ask(product, 'megan', '@Guestlist sign in', groupChatId);
  expect(words).toContain('1:1 chat');
});

test('no token of a person is in the log of calls or in any log', async () => {
  const everything = (await product.text('/_sandbox/graph-log')) + product.logs();
  expect(everything).not.toMatch(TOKEN);
});

test('no token of a person is in the database', async () => {
  await product.killBot();
  const { db, close } = await openDatabase(place);
  const { rows } = await db.execute<{ name: string }>(
    sql`select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  expect(rows.map(({ name }) => name)).toContain('public.conversations');
  for (const { name } of rows) {
    const table = await db.execute<{ line: string }>(
      sql`select t::text as line from ${sql.raw(name)} t`,
    );
    for (const { line } of table.rows) expect(line).not.toMatch(TOKEN);
  }
  await close();
});
