import type { Reader } from '../requests/presenter.ts';
import type { Person, RequestView, ResourceView } from '../requests/types.ts';

/** For whom a card is drawn. Where `mriOf` is given, the card refreshes for these people only. */
export type Viewer = Reader;

/** Reasons, comments and the requester's words are between requester and approvers. */
export function seesPrivate(viewer: Viewer): boolean {
  return viewer.role !== 'bystander';
}

/** The resources this viewer can still decide about. Nobody decides his own request. */
export function decidable(view: RequestView, viewer: Viewer): readonly ResourceView[] {
  const { personId } = viewer;
  if (viewer.role !== 'approver' || view.status !== 'pending') return [];
  if (!personId || personId === view.requester.id) return [];
  return view.resources.filter(
    ({ decision, approvers }) =>
      decision === 'waiting' && approvers.some(({ id }) => id === personId),
  );
}

/** MRIs of the people whose own view differs from this card: himself in his chat, everybody concerned on a shared card. */
export function refreshers(view: RequestView, viewer: Viewer): string[] {
  const { mriOf } = viewer;
  if (!mriOf) return [];
  const people =
    viewer.role === 'bystander'
      ? [view.requester, ...allApprovers(view)].map(({ id }) => id)
      : [viewer.personId];
  return [...new Set(people.map((id) => (id ? mriOf(id) : null)))]
    .filter((mri) => !!mri)
    .map(String);
}

/** Everybody who was asked, once. */
export function allApprovers(view: RequestView): readonly Person[] {
  const people = view.resources.flatMap(({ approvers }) => approvers);
  return [...new Map(people.map((person) => [person.id, person])).values()];
}
