import { type CardJson, isObject } from '../chat/activity.ts';

/** The press that a card asks for when somebody looks at it. */
export interface RefreshPress {
  verb: string;
  data: unknown;
}

/**
 * The press to make when the person with this MRI looks at the card; null where the card asks for
 * none, or not for one of this person. Without `userIds` it asks everybody.
 */
export function refreshFor(card: CardJson, mri: string): RefreshPress | null {
  const { refresh } = card;
  if (!isObject(refresh) || !isObject(refresh.action)) return null;
  const { userIds } = refresh;
  if (Array.isArray(userIds) && !userIds.includes(mri)) return null;
  const { verb, data } = refresh.action;
  return typeof verb === 'string' ? { verb, data: data ?? {} } : null;
}
