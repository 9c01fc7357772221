import type { Texts } from '../language/types.ts';
import type { RequestView } from '../requests/types.ts';
import type { AdaptiveCard, Color, Container, RichTextBlock } from './adaptive-card.ts';
import { buttons, say } from './buttons.ts';
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

/**
 * Requests, one row each in the order given; a press on a row asks for its card, which comes below the list.
 * `total`: how many there are, where the given ones are only the first of them.
 */
export function requestListCard(
  kind: ListKind,
  views: readonly RequestView[],
  texts: Texts,
  total = views.length,
): AdaptiveCard {
  const count = Math.max(total, views.length);
  const title = texts.t(`cards.list.${kind}`);
  const line =
    count === 0 ? texts.t(`cards.list.${kind}None`) : texts.t('cards.list.count', { count });
  return fitting((limits) =>
    frame(
      `${title}: ${line}`,
      [
        head('emphasis', title, [run(line)]),
        ...views
          .slice(0, limits.entries)
          .map((view, index) => row(kind, view, texts, limits, index > 0)),
        ...rest(count - Math.min(limits.entries, views.length), texts),
        ...(count === 0 && kind === 'mine'
          ? [buttons([say(texts.t('cards.sentence.start'), texts.t('cards.run.start'))])]
          : []),
      ],
      { msteams: { width: 'Full' } },
    ),
  );
}

function rest(count: number, texts: Texts): RichTextBlock[] {
  return count > 0 ? [aside(texts.t('cards.list.rest', { count }), 'medium')] : [];
}

function row(
  kind: ListKind,
  view: RequestView,
  texts: Texts,
  limits: Limits,
  separator: boolean,
): Container {
  const open = say(
    texts.t('cards.sentence.open', { id: view.id }),
    texts.t('cards.list.open', { id: view.id }),
  );
  return {
    type: 'Container',
    separator,
    spacing: 'medium',
    selectAction: open,
    items: [
      {
        type: 'ColumnSet',
        columns: [
          { type: 'Column', width: 'stretch', items: rowLines(kind, view, texts, limits) },
          {
            type: 'Column',
            width: 'auto',
            verticalContentAlignment: 'center',
            items: [words([run('›', { size: 'large', isSubtle: true })])],
          },
        ],
      },
    ],
  };
}

/** Whom it is about, where to and by whom, how it stands and since when. */
function rowLines(
  kind: ListKind,
  view: RequestView,
  texts: Texts,
  limits: Limits,
): RichTextBlock[] {
  const viewer: Viewer = { role: kind === 'mine' ? 'requester' : 'bystander', personId: null };
  const key = kind === 'waiting' && view.status === 'pending' ? 'decide' : headline(view, viewer);
  const status = texts.t(`cards.title.${key}`, { count: view.guests.length });
  const unsettled = view.status === 'draft' && view.resources.length === 0;
  const about = [
    ...(unsettled ? [] : [whereTo(view, texts, limits)]),
    ...(kind === 'mine'
      ? []
      : [texts.t('cards.list.by', { by: personName(view.requester, limits) })]),
  ];
  const guests = guestsLine(view, texts, limits) || texts.t('cards.noGuest');
  const since = texts.day(view.createdAt.toISOString().slice(0, 10));
  return [
    words([run(guests, { weight: 'bolder' })]),
    ...(about.length > 0 ? [words(about.join(' · '), 'none')] : []),
    words(
      [
        run(status, { color: COLORS[key] ?? 'default', weight: 'bolder' }),
        run(` · ${since} · ${view.id}`, { isSubtle: true }),
      ],
      'none',
    ),
  ];
}
