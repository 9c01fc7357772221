import { type CardJson, isObject } from '../chat/activity.ts';

/** The press that a card asks for when somebody looks at it. */
export interface RefreshPress {
  verb: string;
  data: unknown;
}

/** By what a card may name a person. */
export interface CardReader {
  mri: string;
  aadObjectId: string;
}

/**
 * The press to make when this person looks at the card; null where the card asks for none, or not
 * for one of this person. Without `userIds` it asks everybody. Teams takes both kinds of MRI.
 */
export function refreshFor(card: CardJson, reader: CardReader): RefreshPress | null {
  const { refresh } = card;
  if (!isObject(refresh) || !isObject(refresh.action)) return null;
  const { userIds } = refresh;
  const named = [reader.mri, `8:orgid:${reader.aadObjectId}`];
  if (Array.isArray(userIds) && !named.some((id) => userIds.includes(id))) return null;
  const { verb, data } = refresh.action;
  return typeof verb === 'string' ? { verb, data: data ?? {} } : null;
}
