import { expect, test } from '@jest/globals';
import { cancelRequest } from '../../src/requests/cancel-request.ts';
import { type FormInputs, submitRequest } from '../../src/requests/submit-request.ts';
import type { RequestWish } from '../../src/requests/types.ts';
import { viewRequest } from '../../src/requests/view-request.ts';
import { addPlace } from '../support/company/company.ts';
import { ask, type Given, runJobs } from '../support/given-requests.ts';
import { withCompany } from '../support/with-company.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

async function givenDraft(asked: Partial<RequestWish>) {
  const outcome = await ask(given.deps, 'john', asked);
  if (outcome.kind !== 'draft') throw new Error(`Not a draft but ${outcome.kind}`);
  const { id } = outcome.view;
  return {
    id,
    submit: (inputs: FormInputs, actorId = 'john') =>
      submitRequest(given.deps, { requestId: id, actorId, inputs: () => inputs }),
  };
}

test('the form goes on where the sentence stopped, and keeps what it does not speak of', async () => {
  const draft = await givenDraft({ resources: [], reason: 'New designer', until: '2026-12-31' });
  const outcome = await draft.submit({ resources: 'Project X', message: 'Hello Sam' });

  expect(outcome).toMatchObject({
    kind: 'started',
    view: {
      id: draft.id,
      status: 'pending',
      guests: [{ address: 'sam@gmail.com' }],
      reason: 'New designer',
      until: '2026-12-31',
      message: 'Hello Sam',
    },
  });
  expect(await given.queue.waiting()).toEqual(['notify-approvers', 'refresh-cards']);
});

test('an input that was emptied empties what it stands for', async () => {
  const draft = await givenDraft({ resources: [], reason: 'New designer', until: '2026-12-31' });
  const outcome = await draft.submit({ resources: 'Project X', reason: '', until: '' });
  expect(outcome).toMatchObject({ kind: 'started', view: { reason: null, until: null } });
});

test('a choice among resources of one name comes as an id, several joined by commas', async () => {
  addPlace(given.company, 'book-1', 'Book Club', ['adele'], { kind: 'group' });
  addPlace(given.company, 'book-2', 'Book Club', ['megan'], { kind: 'group' });
  const draft = await givenDraft({ resources: ['Book Club'] });
  const outcome = await draft.submit({ resources: 'book-1,book-2' });
  expect(outcome).toMatchObject({
    kind: 'started',
    view: { openResources: [], resources: [{ id: 'book-1' }, { id: 'book-2' }] },
  });
});

test('a name with a comma in it is a name', async () => {
  addPlace(given.company, 'rd', 'Research, Development', ['adele']);
  const draft = await givenDraft({ resources: [] });
  const outcome = await draft.submit({ resources: 'Research, Development\nProject X' });
  expect(outcome).toMatchObject({
    kind: 'started',
    view: { resources: [{ id: 'rd' }, { id: 'x' }] },
  });
});

test.each(['', 'directory-only'])('resources %j mean the directory alone', async (resources) => {
  const draft = await givenDraft({ resources: [] });
  const outcome = await draft.submit({ resources });
  expect(outcome).toMatchObject({ kind: 'started', view: { directoryOnly: true } });
});

test('a refused address leaves the draft as it was', async () => {
  const draft = await givenDraft({ resources: [] });
  const before = await viewRequest(given.deps, draft.id);
  const outcome = await draft.submit({ guests: 'sam+x@gmail.com', resources: 'Project X' });
  expect(outcome).toMatchObject({ kind: 'refused', problems: [{ suggestion: 'sam@gmail.com' }] });
  expect(await viewRequest(given.deps, draft.id)).toEqual(before);
});

test('what is still open is asked again', async () => {
  const draft = await givenDraft({ resources: [] });
  const outcome = await draft.submit({ resources: 'Nowhere' });
  expect(outcome).toMatchObject({
    kind: 'draft',
    view: { openResources: [{ asked: 'Nowhere' }], version: 2 },
  });
});

test('a form that policy denies ends with the cause', async () => {
  const refusal = { code: 'resource.archived', params: { name: 'Old Team' } };
  addPlace(given.company, 'old', 'Old Team', ['megan'], { refusal });
  const draft = await givenDraft({ resources: [] });
  expect(await draft.submit({ resources: 'Old Team' })).toEqual({
    kind: 'denied',
    problem: refusal,
  });
  expect(await viewRequest(given.deps, draft.id)).toMatchObject({
    status: 'denied',
    problem: refusal,
  });
});

test('only the author submits, only once, and not what he has taken back', async () => {
  const draft = await givenDraft({ resources: [] });
  await expect(draft.submit({ resources: 'Project X' }, 'megan')).rejects.toMatchObject({
    code: 'request.notYours',
  });
  const twice = await Promise.allSettled([
    draft.submit({ resources: 'Project X' }),
    draft.submit({ resources: 'Project X' }),
  ]);
  expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);

  const other = await givenDraft({ resources: [] });
  await cancelRequest(given.deps, { requestId: other.id, actorId: 'john' });
  await expect(other.submit({ resources: 'Project X' })).rejects.toMatchObject({
    code: 'request.alreadySent',
  });
});

test('a form that asks anew for what has just been given is refused, until a quarter of an hour after it was sent', async () => {
  const [first, second] = [
    await givenDraft({ resources: [] }),
    await givenDraft({ resources: [] }),
  ];
  given.advance(10 * 60_000);
  expect(await first.submit({ resources: '' })).toMatchObject({ kind: 'started' });
  await runJobs(given);
  given.advance(15 * 60_000);
  expect(await second.submit({ resources: '' })).toMatchObject({
    kind: 'refused',
    problems: [{ problem: { code: 'request.askedJustNow', params: { id: first.id } } }],
  });
  expect(await viewRequest(given.deps, second.id)).toMatchObject({ status: 'draft', version: 1 });

  given.advance(1);
  expect(await second.submit({ resources: '' })).toMatchObject({ kind: 'started' });
});
