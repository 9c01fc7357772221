import { submitRequest } from '../../requests/submit-request.ts';
import type { CardAction } from './action.ts';

/** The form: its inputs go through the same reading as a sentence does. */
export const submit: CardAction = {
  verb: 'request.submit',
  async run({ deps, turn }, requestId, inputs) {
    const { guests, resources, reason, until, message } = inputs;
    const outcome = await submitRequest(deps.requests, {
      requestId,
      actorId: turn.actorId,
      inputs: { guests, resources, reason, until, message },
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
