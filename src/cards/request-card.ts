import type { Texts } from '../language/types.ts';
import type { RequestStatus, RequestView } from '../requests/types.ts';
import { decisionForm, otherButtons } from './actions.ts';
import type { AdaptiveCard, Element } from './adaptive-card.ts';
import { aside, footer, frame, quote, refreshFor, section, words } from './elements.ts';
import { fitting, type Limits } from './fit.ts';
import { form } from './form.ts';
import { requestHead, summaryLine } from './head.ts';
import { asked, decisions, forApprover, message, personName, terms, unreached } from './people.ts';
import { problemLine, progress } from './progress.ts';
import { refreshers, seesPrivate, type Viewer } from './viewer.ts';

type Section = (view: RequestView, viewer: Viewer, texts: Texts, limits: Limits) => Element[];

/**
 * The card of a request, for every state and every viewer. Under 25 KB whatever the request holds:
 * long lists and texts are shortened before anything else is left out.
 */
export function requestCard(view: RequestView, viewer: Viewer, texts: Texts): AdaptiveCard {
  return fitting((limits) =>
    frame(
      summaryLine(view, viewer, texts),
      [
        requestHead(view, viewer, texts, limits),
        ...BODIES[view.status].flatMap((section) => section(view, viewer, texts, limits)),
        footer(view.id, view.createdAt, texts),
      ],
      { refresh: refreshFor(view.id, refreshers(view, viewer)) },
    ),
  );
}

const draft: Section = (view, viewer, texts, limits) =>
  viewer.role === 'requester'
    ? form(view, texts, limits)
    : section([
        words(texts.t('cards.drafting', { requester: personName(view.requester, limits) })),
      ]);

/** What happens next, for whom it matters. */
const next: Section = (view, viewer, texts) => {
  const several = { count: view.guests.length };
  if (view.status === 'pending' && viewer.role === 'requester')
    return [aside(texts.t('cards.next.pending', several))];
  if (view.status === 'working') return [aside(texts.t('cards.next.working', several))];
  const coming = view.guests.some(({ status }) => status === 'invited');
  if (view.status === 'done' && viewer.role === 'requester' && coming)
    return [aside(texts.t('cards.next.done', several))];
  return [];
};

/** Who ended it, in whose words; or the product's own cause with the next step. */
const ending: Section = (view, viewer, texts, limits) => {
  const by = view.endedBy ? personName(view.endedBy, limits) : null;
  if (view.status === 'cancelled') {
    return section([words(by ? texts.t('cards.cancelledBy', { by }) : texts.t('cards.cancelled'))]);
  }
  const { denial, problem } = view;
  const known = seesPrivate(viewer);
  const talk = known && by && viewer.role === 'requester';
  return section([
    ...(by ? [words(texts.t('cards.deniedBy', { by }))] : []),
    ...(known && denial ? [quote(texts.t('cards.fact.denial'), denial, limits.words)] : []),
    ...(known && problem ? [problemLine(problem, texts, limits)] : []),
    ...(talk ? [aside(texts.t('cards.next.denied', { by }))] : []),
  ]);
};

const act: Section = (view, viewer, texts) => otherButtons(view, viewer, texts);
const decide: Section = (view, viewer, texts) => decisionForm(view, viewer, texts);
const failedHint: Section = (_view, viewer, texts) =>
  seesPrivate(viewer) ? [] : [aside(texts.t('cards.attentionForOthers'))];

/** What each state shows, from top to bottom. */
const BODIES: Record<RequestStatus, readonly Section[]> = {
  draft: [draft],
  pending: [asked, decisions, message, unreached, next, forApprover, decide, act],
  working: [terms, decisions, progress, next],
  done: [terms, decisions, progress, next],
  attention: [terms, decisions, progress, failedHint, act],
  denied: [ending, asked, decisions],
  cancelled: [ending, asked],
};
