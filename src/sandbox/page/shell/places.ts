/** The place of a person's mail, among the ids of his conversations. */
export const INBOX = 'inbox';

/** Who one is and where; kept in the address, so that reloading comes back to it. */
export interface Where {
  person: string | null;
  place: string | null;
}

/** `#/john/19%3A…` read. */
export function readWhere(hash: string): Where {
  const [, person, place] = hash.replace(/^#/, '').split('/');
  return { person: decoded(person), place: decoded(place) };
}

/** The address of a place. */
export function writeWhere({ person, place }: Where): string {
  const parts = [person, place].flatMap((part) => (part ? [encodeURIComponent(part)] : []));
  return `#/${parts.join('/')}`;
}

function decoded(part: string | undefined): string | null {
  if (!part) return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
