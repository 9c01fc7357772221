import type { Person, Tenant } from '../api/shapes.ts';
import { listOf, t } from '../texts.ts';
import { standingOf } from './about-person.ts';

/** More owned things than this are counted rather than named. */
const NAMED = 1;

/** The line below a person's name: what he is in WoodGrove. */
export function personLine(person: Person, tenant: Tenant | undefined): string {
  const standing = standingOf(person, tenant);
  if (standing.kind === 'pendingGuest' || standing.kind === 'guest') return person.key;
  if (standing.kind !== 'owner') {
    return person.key === 'ada' ? t('people.administrator') : t(`people.${standing.kind}`);
  }
  const named = standing.of.slice(0, NAMED);
  const more = standing.of.length - named.length;
  const list = more > 0 ? [...named, t('people.more', { count: more })] : named;
  return t('people.owner', { list: listOf(list) });
}
