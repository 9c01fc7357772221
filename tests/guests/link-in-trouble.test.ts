import { expect, test } from '@jest/globals';
import { audit } from '../../src/db/schema.ts';
import { AppError } from '../../src/errors.ts';
import { provisionGuests } from '../../src/guests/provision-guests.ts';
import { ask, type Given, started } from '../support/given-requests.ts';
import { troubled } from '../support/trouble.ts';
import { withCompany } from '../support/with-company.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

/** Megan's own request with one guest, on a database that is in trouble as soon as `invite` was answered. */
async function givenTrouble(answer: 'link' | 'throttled') {
  const trouble = troubled(given.deps.db);
  const { tenant } = given.deps;
  const invite: typeof tenant.invite = async (wish) => {
    if (answer === 'throttled') throw new AppError('throttled', { retryAfterMs: 1000 });
    const invited = await tenant.invite(wish);
    trouble.begin(2);
    return invited;
  };
  const deps = { ...given.deps, db: trouble.db, tenant: { ...tenant, invite } };
  const { id } = started(await ask(given.deps, 'megan'));
  const [row] = await given.deps.db.query.guests.findMany();
  if (!row) throw new Error('no row');
  return { trouble, run: () => provisionGuests(deps, { requestId: id, rowIds: [row.id] }) };
}

const claims = async () =>
  (await given.deps.db.query.facts.findMany()).filter(({ key }) => key.startsWith('inviting'));

test('the link of an invitation is written down as soon as it can be, and nobody is invited twice', async () => {
  const { trouble, run } = await givenTrouble('link');
  await run();
  expect(trouble.left()).toBe(0);
  await run();
  expect(given.company.invitations).toBe(1);
  const [row] = await given.deps.db.query.guests.findMany();
  expect(row?.redeemLink).not.toBeNull();
  const written = await given.deps.db.select().from(audit);
  expect(written.filter(({ action }) => action === 'guest.invited')).toHaveLength(1);
  expect(await claims()).toEqual([]);
});

test('an invitation that is to be made later keeps others of the same address waiting', async () => {
  const { run } = await givenTrouble('throttled');
  await expect(run()).rejects.toMatchObject({ code: 'throttled' });
  expect(await claims()).toHaveLength(1);
});
