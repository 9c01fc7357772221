import { describe, expect, test } from '@jest/globals';
import { DIRECTORY_ONLY, offeredInputs, requestCard, type Viewer } from '../../src/cards/index.ts';
import type { OpenResource, RequestView } from '../../src/requests/types.ts';
import { inputs, ofType, readable } from './parts.ts';
import { texts } from './texts.ts';
import { givenView, guest, john, marketing, projectX, sam } from './views.ts';

const requester: Viewer = { role: 'requester', personId: john.id };

const candidate = (number: number): OpenResource['candidates'][number] => ({
  id: `candidate-${number}`,
  kind: 'group',
  name: 'Sales',
  description: number % 2 ? `Region ${number}` : null,
});

const several = (count: number): OpenResource => ({
  asked: 'Sales',
  reason: 'several',
  candidates: Array.from({ length: count }, (_, index) => candidate(index + 1)),
});

function draftForm(changes: Partial<RequestView>) {
  const view = givenView({ status: 'draft', resources: [], ...changes });
  const card = requestCard(view, requester, texts);
  return { view, card, text: readable(card), fields: inputs(card) };
}

describe('the form', () => {
  test('stands filled with what is known', () => {
    const { fields } = draftForm({ guests: [sam, guest(2)] });
    expect(Object.fromEntries([...fields].map(([id, { value }]) => [id, value]))).toEqual({
      guests: 'Sam Oogle <gsamoogle@gmail.com>\nguest2@fabrikam.example',
      resources: undefined,
      until: '2027-03-31',
      reason: 'We plan the launch together',
      message: 'Hello Sam,\nlooking forward to working with you!',
    });
  });

  test('gives back people’s words as they wrote them', () => {
    const message = 'See <b>this</b> {{x}} [a](b)';
    expect(draftForm({ message }).fields.get('message')).toMatchObject({ value: message });
  });

  test('says what was unclear in the sentence', () => {
    const problem = { code: 'sentence.dateUnclear', params: { said: 'someday' } };
    expect(draftForm({ problem }).text).toContain(
      '[errors.sentence.dateUnclear] [nextSteps.sentence.dateUnclear]',
    );
  });

  test('asks for a guest where none was named', () => {
    const { fields, text } = draftForm({ guests: [] });
    expect(text).toContain('No guest named yet');
    expect(fields.get('guests')).toMatchObject({ isRequired: true });
    expect(fields.get('guests')).not.toHaveProperty('value');
  });
});

describe('a name that fits several', () => {
  test('gives a choice with kind and description, and guesses none', () => {
    const { fields, text } = draftForm({ openResources: [several(3)] });
    expect(text).toContain('“Sales” fits several.');
    expect(fields.get('resources')).toMatchObject({
      type: 'Input.ChoiceSet',
      isRequired: true,
      choices: [
        { title: 'Sales (group) · Region 1', value: 'candidate-1' },
        { title: 'Sales (group)', value: 'candidate-2' },
        { title: 'Sales (group) · Region 3', value: 'candidate-3' },
      ],
    });
    expect(fields.get('resources')).not.toHaveProperty('value');
    expect(fields.get('resources')).not.toHaveProperty('isMultiSelect');
  });

  test('offers all of ten, and twelve of twenty with a count of the rest', () => {
    const ten = draftForm({ openResources: [several(10)] });
    expect(ten.fields.get('resources')?.choices).toHaveLength(10);
    const twenty = draftForm({ openResources: [several(20)] });
    expect(twenty.fields.get('resources')?.choices).toHaveLength(12);
    expect(twenty.text).toContain('8 more fit.');
  });

  test('keeps what is settled chosen', () => {
    const { fields } = draftForm({ resources: [marketing], openResources: [several(2)] });
    expect(fields.get('resources')).toMatchObject({
      isMultiSelect: true,
      value: marketing.id,
      choices: [{ title: 'Marketing (group)', value: marketing.id }, {}, {}],
    });
  });

  test('offers a resource that fits two names once', () => {
    const { fields } = draftForm({
      openResources: [several(2), { ...several(2), asked: 'Sale', reason: 'notFound' }],
    });
    expect(fields.get('resources')?.choices).toHaveLength(2);
  });
});

describe('a name that fits nothing', () => {
  test('is offered the nearest', () => {
    const near: OpenResource = { asked: 'Salse', reason: 'notFound', candidates: [candidate(1)] };
    const { fields, text } = draftForm({ openResources: [near] });
    expect(text).toContain('Nothing is called “Salse”. These come nearest.');
    expect(fields.get('resources')?.choices).toHaveLength(1);
  });

  test('stands in the input to be corrected, beside what is settled, one a line', () => {
    const nothing: OpenResource = { asked: 'Zebra', reason: 'notFound', candidates: [] };
    const { fields, text } = draftForm({ resources: [projectX], openResources: [nothing] });
    expect(text).toContain('Nothing is called “Zebra”. Please check the name.');
    expect(fields.get('resources')).toMatchObject({
      type: 'Input.Text',
      value: 'Project X\nZebra',
      isRequired: true,
    });
  });
});

describe('the directory alone', () => {
  test('is a choice where policy allows it', () => {
    const choices = (directoryOnlyAllowed: boolean) =>
      draftForm({ directoryOnlyAllowed, openResources: [several(2)] }).fields.get('resources')
        ?.choices;
    expect(choices(true)).toContainEqual({
      title: 'No team, group or application: the directory only',
      value: DIRECTORY_ONLY,
    });
    expect(JSON.stringify(choices(false))).not.toContain(DIRECTORY_ONLY);
  });

  test('is meant by an empty input where nothing was named, and only where policy allows it', () => {
    const allowed = draftForm({ directoryOnlyAllowed: true }).fields.get('resources');
    expect(allowed).not.toHaveProperty('isRequired');
    expect(allowed?.label).toContain('leave empty for the directory only');
    expect(draftForm({}).fields.get('resources')).toMatchObject({ isRequired: true });
  });
});

describe('what is too long for a card', () => {
  const long = {
    guests: Array.from({ length: 300 }, (_, n) => guest(n + 1)),
    message: 'é'.repeat(9e3),
  };

  test('is not cut short in an input but stays as it was written, and says so', () => {
    const { view, fields, text } = draftForm(long);
    expect([...offeredInputs(view)]).toEqual(['resources', 'reason', 'until']);
    expect([...fields.keys()]).toEqual(['resources', 'until', 'reason']);
    expect(text).toContain('Guests: stays as you wrote it.');
  });

  test('does not take the buttons away', () => {
    expect(ofType(draftForm(long).card.body, 'Action.Execute')).toHaveLength(2);
  });
});
