import type { Texts } from '../language/types.ts';
import { TEXT_LIMITS } from '../requests/read-text.ts';
import type { RequestView } from '../requests/types.ts';
import type { Container, Element } from './adaptive-card.ts';
import { buttons, execute, toggle } from './buttons.ts';
import { decidable, seesPrivate, type Viewer } from './viewer.ts';

/** Ids of the two halves of the decision, of which one is shown. */
const APPROVING = 'approving';
const DENYING = 'denying';

/**
 * Causes that lie in what was asked for: the same request can only fail again. With every other one
 * somebody can act, and then trying again helps.
 */
const LASTING: ReadonlySet<string> = new Set([
  'guest.internalAccount',
  'resource.dynamic',
  'resource.onPremises',
  'resource.roleAssignable',
  'resource.mailEnabledSecurity',
]);

/**
 * Approve with a comment, or turn to the other half and deny with a reason. The reason cannot be marked
 * as required in the card: clients check hidden inputs, too, so that nobody could approve any more. The
 * bot asks again where it is missing.
 */
export function decisionForm(view: RequestView, viewer: Viewer, texts: Texts): Element[] {
  if (decidable(view, viewer).length === 0) return [];
  const halves = [APPROVING, DENYING];
  const approving: Container = {
    type: 'Container',
    id: APPROVING,
    spacing: 'medium',
    items: [
      {
        type: 'Input.Text',
        id: 'comment',
        label: texts.t('cards.input.comment'),
        isMultiline: true,
        maxLength: TEXT_LIMITS.comment,
      },
      buttons([
        execute('request.approve', texts.t('cards.button.approve'), view.id, { style: 'positive' }),
        toggle(texts.t('cards.button.denyOpen'), halves),
      ]),
    ],
  };
  const denying: Container = {
    type: 'Container',
    id: DENYING,
    isVisible: false,
    spacing: 'medium',
    items: [
      {
        type: 'Input.Text',
        id: 'reason',
        label: texts.t('cards.input.denial'),
        placeholder: texts.t('cards.input.denialPlaceholder', { name: view.requester.name }),
        isMultiline: true,
        maxLength: TEXT_LIMITS.reason,
      },
      buttons([
        execute('request.deny', texts.t('cards.button.deny'), view.id, { style: 'destructive' }),
        toggle(texts.t('cards.button.back'), halves),
      ]),
    ],
  };
  return [approving, denying];
}

/** Cancel while it waits and nothing has been done, for the requester; try again where that can help, for everybody concerned. */
export function otherButtons(view: RequestView, viewer: Viewer, texts: Texts): Element[] {
  if (view.status === 'pending' && viewer.role === 'requester' && !view.begun) {
    const title = texts.t('cards.button.cancel');
    return [buttons([execute('request.cancel', title, view.id, { associatedInputs: 'none' })])];
  }
  if (view.status === 'attention' && seesPrivate(viewer) && mayHelpToRetry(view)) {
    const title = texts.t('cards.button.retry');
    return [buttons([execute('request.retry', title, view.id, { style: 'positive' })])];
  }
  return [];
}

/** Whether trying again can help at least one failed row. */
export function mayHelpToRetry(view: RequestView): boolean {
  return view.guests.some(({ status, problem, grants }) => {
    const failed = grants.filter((grant) => grant.status === 'failed');
    if (status !== 'failed' && failed.length === 0) return false;
    const causes = [problem, ...failed.map((grant) => grant.problem)].filter((cause) => !!cause);
    return causes.length === 0 || causes.some(({ code }) => !LASTING.has(code));
  });
}
