import { offeredInputs } from '../../cards/index.ts';
import { type FormInputs, submitRequest } from '../../requests/submit-request.ts';
import type { RequestView } from '../../requests/types.ts';
import type { CardAction } from './action.ts';

/** The form: its inputs go through the same reading as a sentence does. */
export const submit: CardAction = {
  verb: 'request.submit',
  async run({ deps, turn }, requestId, data) {
    const outcome = await submitRequest(deps.requests, {
      requestId,
      actorId: turn.actorId,
      inputs: (draft) => readInputs(draft, data),
    });
    switch (outcome.kind) {
      case 'refused':
        return { kind: 'refused', problems: outcome.problems.map(({ problem }) => problem) };
      case 'denied':
        return { kind: 'refused', problems: [outcome.problem] };
      case 'draft':
      case 'started':
        return { kind: 'request', view: outcome.view };
    }
  },
};

/**
 * The form's fields. Clients leave an emptied input out: where the form came whole (it always holds the
 * guests), a field that it offered and that is missing was emptied; otherwise it stays as it was.
 */
function readInputs(draft: RequestView, data: Readonly<Record<string, unknown>>): FormInputs {
  const whole = 'guests' in data;
  const fields = [...offeredInputs(draft)].map((field) => [
    field,
    data[field] ?? (whole ? '' : undefined),
  ]);
  return Object.fromEntries(fields);
}
