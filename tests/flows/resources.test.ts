import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verbsOf } from '../support/chat.ts';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import {
  approve,
  ask,
  footprint,
  NOTHING,
  outcomeFor,
  press,
  requestOf,
  whenSettled,
} from '../support/talk.ts';

let product: Product;

beforeAll(async () => {
  product = await startOffice(
    ['john', 'megan', 'adele', 'ada'],
    {},
    {
      groups: [
        { name: 'Research and Development', owners: ['adele'] },
        { name: 'Plan for Growth', owners: ['adele'] },
        { name: 'Back to Office', owners: ['adele'] },
        { name: 'Office', owners: ['adele'] },
        { name: "Ann's R&D + more", owners: ['adele'] },
      ],
    },
  );
}, START_MS);
afterAll(() => product?.stop());

async function idOf(name: string, description?: string): Promise<string> {
  const { resources } = await product.get<{
    resources: { id: string; name: string; description: string | null }[];
  }>('/_sandbox/tenant');
  const found = resources.find(
    (each) => each.name === name && (!description || each.description === description),
  );
  if (!found) throw new Error(`there is no ${name}`);
  return found.id;
}

describe('what takes no guests is refused by name, with the cause and the next step', () => {
  let before: Awaited<ReturnType<typeof footprint>>;
  beforeAll(async () => {
    before = await footprint(product);
  });

  test.each([
    [
      'Everyone in Projects',
      'Everyone in Projects chooses its members by a rule, so nobody can be added by hand.',
      'Ask your administrator to change the rule, or choose another team or group.',
    ],
    [
      'Payroll',
      'Payroll is kept in your own Active Directory, so nobody can be added from here.',
      'Ask your administrator to add your guest there, or choose another group.',
    ],
    [
      'Helpdesk Operators',
      'Helpdesk Operators can hold administrator roles, so only certain administrators may add members.',
      'Ask your administrator, or choose another group.',
    ],
    [
      'Building Alerts',
      'Building Alerts is a mail-enabled security group or distribution list, which Microsoft 365 does not let me change.',
      'Ask your administrator to add your guest in the Exchange admin center, or choose another group.',
    ],
    [
      'Apollo Launch',
      'Apollo Launch is archived, so nobody can be added.',
      'Ask an owner to restore the team, then try again.',
    ],
    [
      'Board Papers',
      'Board Papers has a sensitivity label that forbids guests.',
      'Ask an owner to change the label, or choose another one.',
    ],
    [
      'Finance Close',
      'Finance Close does not allow guests.',
      'Ask an owner or your administrator to allow guests there, or choose another one.',
    ],
    [
      'Time Tracker',
      'Time Tracker gives access through groups only, and no group is assigned to it.',
      'Ask your administrator to assign a group to the application, then try again.',
    ],
    [
      'Marketing and Payroll',
      'Payroll is kept in your own Active Directory',
      'or choose another group.',
    ],
  ])('%s', async (name, cause, nextStep) => {
    const { words, card } = await ask(product, 'john', `invite sam@gmail.com to ${name}`);
    expect(words).toContain('Nothing was started.');
    expect(words).toContain(cause);
    expect(words).toContain(nextStep);
    expect(verbsOf(card)).toEqual([]);
  });

  test('none of these leaves a trace', async () => {
    await product.settled();
    expect(await footprint(product)).toEqual(before);
  });
});

describe('where no owner can act, administrators stand in', () => {
  test.each([
    ['nobody owns it', 'Travel Booking'],
    ['its only owner has left', 'Legacy CRM'],
    ['its only owner is a guest', 'Partner Portal'],
  ])('%s', async (_why, name) => {
    const address = `${name.replace(' ', '.').toLowerCase()}@gmail.com`;
    const card = await ask(product, 'john', `invite ${address} to ${name}`);
    // Patti could become an administrator, but is none until she activates the role.
    expect(card.words).toContain(`${name} (application): Ada Admin decides`);
    const answer = await approve(product, 'ada', requestOf(card));
    expect(answer.words).toContain('On the way');
    expect((await whenSettled(product, 'john', card)).words).toContain('Invited');
    expect(await outcomeFor(product, address)).toEqual({
      accounts: 1,
      places: [name, `${name} Users`],
      mails: 1,
    });
  });

  test('the only administrator who asks for himself is denied, with the cause', async () => {
    const { words } = await ask(product, 'ada', 'invite own@gmail.com to Travel Booking');
    expect(words).toContain(
      'Only you could decide about Travel Booking, and nobody decides their own request.',
    );
    expect(words).toContain('Give Travel Booking an owner besides you, then ask again.');
    expect(await outcomeFor(product, 'own@gmail.com')).toEqual(NOTHING);
  });
});

describe('names are found as they are meant, and never guessed', () => {
  test('ten groups with one name: a choice with kind and description, then the one that was chosen', async () => {
    const card = await ask(product, 'megan', 'invite ten@gmail.com to Reporting');
    expect(card.words).toContain('“Reporting” fits several. Choose the one you mean.');
    for (const department of ['Finance', 'Sales', 'Marketing', 'Legal', 'People', 'IT']) {
      expect(card.words).toContain(`Reporting (group) · Monthly figures of ${department}.`);
    }
    expect(await outcomeFor(product, 'ten@gmail.com')).toEqual(NOTHING);
    const chosen = await idOf('Reporting', 'Monthly figures of Finance.');
    const answer = await press(product, 'megan', card, 'request.submit', {
      requestId: requestOf(card),
      guests: 'ten@gmail.com',
      resources: chosen,
    });
    expect(answer.words).toContain('Reporting (group)');
    await product.settled();
    const { resources, users } = await product.tenant();
    const ten = users.find(({ mail }) => mail === 'ten@gmail.com')?.id ?? 'nobody';
    expect(resources.filter(({ members }) => members.includes(ten)).map(({ id }) => id)).toEqual([
      chosen,
    ]);
  });

  test.each([
    ['Projekt X', ['These come nearest.', 'Project X (team)', 'Project X Archive (team)']],
    ['Marketting', ['These come nearest.', 'Marketing (group) · Campaigns and brand.']],
    ['Zanzibar', ['Nothing is called “Zanzibar”. Please check the name.']],
  ])('%s is nothing: the nearest ones are offered', async (name, offered) => {
    const { words, card } = await ask(product, 'john', `invite near@gmail.com to ${name}`);
    expect(words).toContain(`Nothing is called “${name}”.`);
    for (const each of offered) expect(words).toContain(each);
    expect(verbsOf(card)).toEqual(['request.submit', 'request.cancel']);
    await product.settled();
    expect(await outcomeFor(product, 'near@gmail.com')).toEqual(NOTHING);
  });

  const addressFor = (name: string) => `${name.toLowerCase().replace(/[^a-z]+/g, '')}@gmail.com`;
  const names = [
    ['Research and Development', ['Research and Development']],
    ['Marketing and Office', ['Marketing', 'Office']],
    ['Plan for Growth for 30 days', ['Plan for Growth']],
    ['Back to Office', ['Back to Office']],
    ['the group "Marketing"', ['Marketing']],
    ['“Plan for Growth”, Office until 31 December 2027', ['Plan for Growth', 'Office']],
    ["Ann's R&D + more", ["Ann's R&D + more"]],
    ['  mArKeTiNg ', ['Marketing']],
  ] as const;

  test.each(names)('to %s', async (name, places) => {
    const { words } = await ask(product, 'adele', `invite ${addressFor(name)} to ${name}`);
    for (const place of places) expect(words).toContain(`${place} (group)`);
  });

  test('and each guest is where he was meant to be, and nowhere else', async () => {
    await product.settled();
    for (const [name, places] of names) {
      expect(await outcomeFor(product, addressFor(name))).toEqual({
        accounts: 1,
        places: places.toSorted(),
        mails: 1,
      });
    }
  });

  test('an id is a name, too', async () => {
    const card = await ask(
      product,
      'adele',
      `invite id@gmail.com to ${await idOf('Expense Reports')}`,
    );
    expect((await whenSettled(product, 'adele', card)).words).toContain('Expense Reports');
    expect(await outcomeFor(product, 'id@gmail.com')).toMatchObject({ accounts: 1, mails: 1 });
    const { words } = await ask(
      product,
      'adele',
      'invite id@gmail.com to 00000000-0000-4000-8000-000000000000',
    );
    expect(words).toContain('Nothing is called “00000000-0000-4000-8000-000000000000”.');
  });
});

test('applications give access through their group; a person who has it all is told so', async () => {
  const card = await ask(product, 'adele', 'invite app@gmail.com to Expense Reports');
  await whenSettled(product, 'adele', card);
  expect(await outcomeFor(product, 'app@gmail.com')).toEqual({
    accounts: 1,
    places: ['Expense Reports', 'Expense Reports Users'],
    mails: 1,
  });
});
