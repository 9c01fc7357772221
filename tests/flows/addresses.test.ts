import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verbsOf } from '../support/chat.ts';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import { ask, footprint, NOTHING, outcomeFor, whenSettled } from '../support/talk.ts';

let product: Product;

beforeAll(async () => {
  product = await startOffice(['john'], { READ_DOMAIN_LIST: 'on' });
}, START_MS);
afterAll(() => product?.stop());

/** At the end of a group: nothing of it has left a trace in the tenant, the outbox or anybody's chat. */
function leavesNoTrace(): void {
  let before: Awaited<ReturnType<typeof footprint>>;
  beforeAll(async () => {
    before = await footprint(product);
  });
  test('none of these leaves a trace', async () => {
    await product.settled();
    expect(await footprint(product)).toEqual(before);
  });
}

async function refused(who: string, sentence: string): Promise<string> {
  const { words, card } = await ask(product, who, sentence);
  expect(verbsOf(card)).toEqual([]);
  expect(words).toContain('This cannot be done as written');
  expect(words).toContain('Nothing was started.');
  return words;
}

describe('a character that Entra takes in no address is named', () => {
  test.each([...'~!#$%^&*()=[]{}\\/:"<>?'])('sam%soogle@gmail.com', async (character) => {
    const address = `sam${character}oogle@gmail.com`;
    const words = await refused('john', `invite ${address} to Project X`);
    expect(words).toContain(
      `${address} contains the character ${character}, which Microsoft Entra does not accept in an address.`,
    );
    expect(words).toContain('Check the address, or ask your guest for another one.');
  });

  test.each([...';,|'])('%s parts addresses, so that its halves are two people', async (sign) => {
    const { words, card } = await ask(product, 'john', `invite sam${sign}o@gmail.com to Project X`);
    expect(words).toContain('I need an email address for sam.');
    expect(words).toContain('Write it like sam@gmail.com.');
    expect(verbsOf(card)).toEqual(['request.submit', 'request.cancel']);
    expect(await outcomeFor(product, 'o@gmail.com')).toEqual(NOTHING);
  });

  leavesNoTrace();
});

describe('an address that can be nobody’s guest is refused with its cause and a way out', () => {
  test.each([
    [
      'a colleague with an outside address',
      'nestor@litware.com',
      'nestor@litware.com belongs to Nestor Wilke, who works here and needs no invitation.',
      'Add Nestor Wilke to the team, group or application like any other colleague.',
    ],
    [
      'a colleague',
      'adele.vance@woodgrove.com',
      "woodgrove.com is one of your organization's own domains, so adele.vance@woodgrove.com belongs to a colleague and needs no invitation.",
      'Check the address. A colleague is added to the team, group or application directly.',
    ],
    [
      'another domain of ours, in capitals',
      'Nobody@WoodGrove.onMicrosoft.com',
      "woodgrove.onmicrosoft.com is one of your organization's own domains",
      'Check the address.',
    ],
    [
      'a blocked domain',
      'x@throwaway.example',
      'Your organization does not allow guests from throwaway.example.',
      'Ask your administrator to take throwaway.example off the list of blocked domains, or use another address of your guest.',
    ],
    [
      'a guest who is blocked',
      'blocked.guest@fabrikam.com',
      'blocked.guest@fabrikam.com is already in the directory as a guest, but the account is blocked from signing in.',
      'Ask your administrator to unblock the account, then try again.',
    ],
    ['no dot', 'sam@gmail', 'sam@gmail is not a complete address.', 'Write it like sam@gmail.com'],
    ['two @', 'sam@@gmail.com', 'sam@@gmail.com is not a complete address.', 'Write it like'],
    ['a gap', 'sam @gmail.com', 'sam @gmail.com is not a complete address.', 'Write it like'],
    [
      'too long',
      `${'s'.repeat(65)}@gmail.com`,
      `${'s'.repeat(65)}@gmail.com is longer than an address can be.`,
      'Check the address: perhaps two of them have run together.',
    ],
  ])('%s', async (_what, address, cause, nextStep) => {
    const words = await refused('john', `invite ${address} to Project X`);
    expect(words).toContain(cause);
    expect(words).toContain(nextStep);
  });

  test('a list of allowed domains keeps all others out', async () => {
    await product.turn({ allowedDomains: ['fabrikam.com'] });
    const words = await refused('john', 'invite sam@gmail.com to Project X');
    expect(words).toContain(
      "Your organization's list of domains does not allow guests from gmail.com.",
    );
    expect(words).toContain('Ask your administrator to allow gmail.com');
    const { words: fine } = await ask(product, 'john', 'invite f@fabrikam.com');
    expect(fine).toContain('Almost ready');
    await product.turn({ allowedDomains: [] });
  });

  test('more than ten places at once', async () => {
    const places = Array.from({ length: 11 }, (_, index) => `Place ${index}`).join(', ');
    const words = await refused('john', `invite sam@gmail.com to ${places}`);
    expect(words).toContain(
      '11 teams, groups and applications are more than one request can take: 10 fit.',
    );
    expect(words).toContain('Name them in several requests.');
  });

  test('more than fifty at once', async () => {
    const many = Array.from({ length: 51 }, (_, index) => `many${index}@gmail.com`).join(', ');
    const words = await refused('john', `invite ${many} to Project X`);
    expect(words).toContain('51 guests are more than one request can take: 50 fit.');
    expect(words).toContain('Send them in several requests.');
  });

  test('one bad address among good ones stops all, and is the one that is named', async () => {
    const words = await refused(
      'john',
      'invite ann@x.example, bo#b@x.example and x@throwaway.example to Project X',
    );
    expect(words).toContain('bo#b@x.example contains the character #');
    expect(words).toContain('Your organization does not allow guests from throwaway.example.');
    expect(words).not.toContain('ann@x.example');
  });

  leavesNoTrace();
});

describe('an address that was surely meant otherwise comes with a button that repairs it', () => {
  test.each([
    ['plus.sam+woodgrove@gmail.com', 'has a tag after a plus sign', 'plus.sam@gmail.com'],
    ['.dotted.sam.@gmail.com', 'is not a complete address', 'dotted.sam@gmail.com'],
  ])('%s', async (address, cause, meant) => {
    const before = await footprint(product);
    const refusal = await ask(product, 'adele', `invite ${address} to Marketing because of Q3`);
    expect(refusal.words).toContain(`${address} ${cause}`);
    expect(refusal.words).toContain(`Invite ${meant} instead`);
    await product.settled();
    expect({ ...(await footprint(product)), asked: 0 }).toEqual({ ...before, asked: 0 });

    const repair = /"data":(\{"msteams":\{"type":"imBack".*?\}\})/.exec(
      JSON.stringify(refusal.card),
    )?.[1];
    await product.post('/_sandbox/submit', {
      as: 'adele',
      activityId: refusal.activityId,
      data: JSON.parse(repair ?? '{}'),
    });
    await product.settled();
    expect(await outcomeFor(product, meant)).toEqual({
      accounts: 1,
      places: ['Marketing'],
      mails: 1,
    });
  });
});

test('names, brackets, quotes, separators and repeated addresses are read as they are meant', async () => {
  const card = await ask(
    product,
    'adele',
    'invite "Oogle, Sam" <s1@gmail.com>, Ann Lee <ann@x.example>; S1@GMAIL.com and\n jo@x.example to Marketing',
  );
  const { words } = await whenSettled(product, 'adele', card);
  expect(words).toContain('All invited');
  const { users } = await product.tenant();
  const names = ['s1@gmail.com', 'ann@x.example', 'jo@x.example'].map((mail) =>
    users.filter((user) => user.mail === mail).map(({ displayName }) => displayName),
  );
  expect(names).toEqual([['Oogle, Sam'], ['Ann Lee'], ['jo']]);
  for (const address of ['s1@gmail.com', 'ann@x.example', 'jo@x.example']) {
    expect(await outcomeFor(product, address)).toMatchObject({ places: ['Marketing'], mails: 1 });
  }
});
