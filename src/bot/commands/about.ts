import { requestListCard } from '../../cards/index.ts';
import { AppError } from '../../errors.ts';
import type { RequestView } from '../../requests/types.ts';
import type { Answer, OurTurn } from '../deps.ts';
import { say } from './command.ts';

/** The one request that was meant, or the list of those that may have been. */
export function oneOrList(our: OurTurn, subject: string, views: readonly RequestView[]): Answer {
  const [view, another] = views;
  if (!view) throw new AppError('request.noneAbout', { subject });
  if (another)
    return say(requestListCard('mine', views, our.texts), our.texts.t('cards.list.mine'));
  return { kind: 'request', view };
}
