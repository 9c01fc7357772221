import type { Texts } from '../language/types.ts';
import type { RequestView } from '../requests/types.ts';
import type { AdaptiveCard, Color, Container } from './adaptive-card.ts';
import { execute } from './buttons.ts';
import { aside, frame, head, run, words } from './elements.ts';
import { fitting, type Limits } from './fit.ts';
import { guestsLine, headline } from './head.ts';
import { personName, whereTo } from './people.ts';
import type { Viewer } from './viewer.ts';

/** What a list holds: the reader's own requests, or those that wait for his decision. */
export type ListKind = 'mine' | 'waiting';

const COLORS: Partial<Record<ReturnType<typeof headline>, Color>> = {
  decide: 'accent',
  pending: 'accent',
  working: 'accent',
  invited: 'good',
  arrived: 'good',
  attention: 'attention',
  denied: 'attention',
};

/** Requests, one row each in the order given; a press on a row brings its card in place of the list. */
export function requestListCard(
  kind: ListKind,
  views: readonly RequestView[],
  texts: Texts,
): AdaptiveCard {
  const count = views.length;
  const title = texts.t(`cards.list.${kind}`);
  const line =
    count === 0 ? texts.t(`cards.list.${kind}None`) : texts.t('cards.list.count', { count });
  return fitting((limits) =>
    frame(
      texts,
      `${title}: ${line}`,
      [
        head('emphasis', title, [run(line)]),
        ...views.slice(0, limits.entries).map((view) => row(kind, view, texts, limits)),
        ...(count > limits.entries
          ? [aside(texts.t('cards.list.rest', { count: count - limits.entries }), 'medium')]
          : []),
      ],
      { msteams: { width: 'Full' } },
    ),
  );
}

function row(kind: ListKind, view: RequestView, texts: Texts, limits: Limits): Container {
  const viewer: Viewer = { role: kind === 'mine' ? 'requester' : 'bystander', personId: null };
  const key = kind === 'waiting' && view.status === 'pending' ? 'decide' : headline(view, viewer);
  const color = COLORS[key] ?? 'default';
  const by =
    kind === 'waiting'
      ? [texts.t('cards.list.by', { by: personName(view.requester, limits) })]
      : [];
  const where =
    view.status === 'draft' && view.resources.length === 0 ? [] : [whereTo(view, texts, limits)];
  return {
    type: 'Container',
    separator: true,
    spacing: 'medium',
    selectAction: execute('request.refresh', texts.t('cards.list.open', { id: view.id }), view.id),
    items: [
      words([
        run(guestsLine(view, texts, limits) || texts.t('cards.subject.noGuest'), {
          weight: 'bolder',
        }),
      ]),
      words([run([...where, ...by].join(' · ') || texts.t('cards.title.draft'))], 'none'),
      words(
        [
          run(texts.t(`cards.title.${key}`, { count: view.guests.length }), {
            color,
            weight: 'bolder',
          }),
          run(` · ${texts.moment(view.createdAt)} · ${view.id}`, { isSubtle: true }),
        ],
        'none',
      ),
    ],
  };
}
