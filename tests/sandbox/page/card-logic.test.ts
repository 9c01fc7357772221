import { expect, test } from '@jest/globals';
import { opensFrom } from '../../../src/sandbox/page/adaptive/open-url.ts';
import { createPersonalViews } from '../../../src/sandbox/page/adaptive/personal-views.ts';
import { readOutcome } from '../../../src/sandbox/page/adaptive/press-outcome.ts';
import { refreshFor } from '../../../src/sandbox/page/adaptive/refresh.ts';
import { keepTyped } from '../../../src/sandbox/page/adaptive/typed-inputs.ts';

const john = { mri: '29:john', aadObjectId: 'object-john' };
const action = { type: 'Action.Execute', verb: 'request.refresh', data: { requestId: 'r1' } };

test('a card asks those it names, by either kind of MRI, to be refreshed', () => {
  const wanted = { verb: 'request.refresh', data: { requestId: 'r1' } };

  expect(refreshFor({ refresh: { action, userIds: ['29:john'] } }, john)).toEqual(wanted);
  expect(refreshFor({ refresh: { action, userIds: ['8:orgid:object-john'] } }, john)).toEqual(
    wanted,
  );
  expect(refreshFor({ refresh: { action } }, john)).toEqual(wanted);
  expect(refreshFor({ refresh: { action, userIds: ['29:megan'] } }, john)).toBeNull();
  expect(refreshFor({ refresh: { action, userIds: [] } }, john)).toBeNull();
  expect(refreshFor({ body: [] }, john)).toBeNull();
});

test('the answer to a press is read in each form that Teams knows', () => {
  const invoke = (type: string, value: unknown, statusCode = 200) =>
    readOutcome({ status: 200, body: { statusCode, type, value } });
  const card = { type: 'AdaptiveCard' };

  expect(invoke('application/vnd.microsoft.card.adaptive', card)).toEqual({ kind: 'card', card });
  expect(invoke('application/vnd.microsoft.activity.message', 'Too late.')).toEqual({
    kind: 'sentence',
    text: 'Too late.',
  });
  expect(invoke('application/vnd.microsoft.error', { code: 'x', message: 'No.' }, 400)).toEqual({
    kind: 'error',
    status: 400,
    text: 'No.',
  });
  expect(readOutcome({ status: 200 })).toEqual({ kind: 'nothing' });
  expect(readOutcome({ status: 0 })).toEqual({ kind: 'botDown' });
  expect(readOutcome({ status: 500, body: { error: { message: 'broken' } } })).toEqual({
    kind: 'error',
    status: 500,
    text: 'broken',
  });
});

test('what was typed stands in the card that is drawn anew, and no action is touched', () => {
  const card = {
    body: [
      { type: 'Input.Text', id: 'comment', value: '' },
      { type: 'TextBlock', id: 'comment' },
    ],
    actions: [{ type: 'Action.Execute', data: { type: 'Input.Text', id: 'comment' } }],
  };

  expect(keepTyped(card, { comment: 'Welcome' })).toEqual({
    body: [
      { type: 'Input.Text', id: 'comment', value: 'Welcome' },
      { type: 'TextBlock', id: 'comment' },
    ],
    actions: card.actions,
  });
});

test('https opens, http only to the sandbox itself, and nothing else at all', () => {
  const own = 'http://127.0.0.1:3979';

  expect(opensFrom('https://example.com', own)).toBe(true);
  expect(opensFrom('http://localhost:3979/x', own)).toBe(true);
  expect(opensFrom('http://example.com', own)).toBe(false);
  expect(opensFrom('javascript:alert(1)', own)).toBe(false);
  expect(opensFrom(undefined, own)).toBe(false);
});

test("a person's own view holds until the message changes, and for that person alone", () => {
  const views = createPersonalViews(() => 0);
  const place = { mri: '29:john', messageId: '1', cardIndex: 0 };
  const card = { type: 'AdaptiveCard' };

  views.note(place, 0, card);

  expect(views.cardFor(place, 0)).toBe(card);
  expect(views.cardFor(place, 1)).toBeNull();
  expect(views.cardFor({ ...place, mri: '29:megan' }, 0)).toBeNull();
});

test('an answer to an older version does not take the place of a newer one', () => {
  const views = createPersonalViews(() => 0);
  const place = { mri: '29:john', messageId: '1', cardIndex: 0 };
  const newer = { type: 'AdaptiveCard', version: '1.5' };

  views.note(place, 1, newer);
  views.note(place, 0, { type: 'AdaptiveCard' });

  expect(views.cardFor(place, 1)).toBe(newer);
});

test('a card is asked for again once its last answer is a minute old', () => {
  let now = 0;
  const views = createPersonalViews(() => now);
  const place = { mri: '29:john', messageId: '1', cardIndex: 0 };

  views.note(place, 0);
  now = 59_999;
  expect(views.isFresh(place, 0)).toBe(true);
  now = 60_000;
  expect(views.isFresh(place, 0)).toBe(false);
});
