import { type ListKind, requestListCard } from '../../cards/index.ts';
import { AppError } from '../../errors.ts';
import type { Listed } from '../../requests/find-requests.ts';
import type { Answer, OurTurn } from '../deps.ts';
import { say } from './command.ts';

/** The one request that was meant, or the list of those that may have been. */
export function oneOrList(our: OurTurn, subject: string, found: Listed): Answer {
  const [view, another] = found.views;
  if (view && !another) return { kind: 'request', view };
  return someListed(our, subject, found);
}

/** Those that may have been meant, be it only one; an error where there is none. */
export function someListed(our: OurTurn, subject: string, found: Listed): Answer {
  if (found.total === 0) throw new AppError('request.noneAbout', { subject });
  return list(our, 'mine', found);
}

/** A list of requests, as a card. */
export function list({ texts }: OurTurn, kind: ListKind, { views, total }: Listed): Answer {
  return say(requestListCard(kind, views, texts, total), texts.t(`cards.list.${kind}`));
}
