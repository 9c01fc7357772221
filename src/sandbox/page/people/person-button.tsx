import {
  Badge,
  CounterBadge,
  makeStyles,
  mergeClasses,
  Text,
  tokens,
} from '@fluentui/react-components';
import type { Person, Tenant } from '../api/shapes.ts';
import { t } from '../texts.ts';
import { isBlocked, isGuest, isPending } from './about-person.ts';
import { PersonFace } from './faces.tsx';
import { personLine } from './person-line.ts';

/** The look of a row that is chosen by a press, shared by people and chats. */
export const useRowStyles = makeStyles({
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    width: '100%',
    minHeight: '48px',
    padding: '6px 12px',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  chosen: {
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    '@media (forced-colors: active)': { outline: '2px solid Highlight' },
  },
  words: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0 },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  about: {
    display: '-webkit-box',
    overflow: 'hidden',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 2,
    color: tokens.colorNeutralForeground3,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** One person that one can be. */
export function PersonButton(props: {
  person: Person;
  tenant: Tenant | undefined;
  chosen: boolean;
  onChoose(): void;
}) {
  const { person, tenant, chosen } = props;
  const styles = useRowStyles();
  const unread = person.unread ?? 0;
  const guest = isGuest(person);
  return (
    <button
      type="button"
      className={mergeClasses(styles.row, chosen && styles.chosen)}
      aria-current={chosen ? 'true' : undefined}
      onClick={props.onChoose}
    >
      <PersonFace name={person.name} size={32} />
      <span className={styles.words}>
        <Text weight={chosen || unread > 0 ? 'semibold' : 'regular'} className={styles.line}>
          {person.name}
        </Text>
        <Text size={200} className={guest ? mergeClasses(styles.line, styles.quiet) : styles.about}>
          {personLine(person, tenant)}
        </Text>
      </span>
      <StateBadge person={person} tenant={tenant} />
      <UnreadBadge count={unread} />
    </button>
  );
}

function StateBadge({ person, tenant }: { person: Person; tenant: Tenant | undefined }) {
  const blocked = isBlocked(person, tenant);
  if (!blocked && !(isGuest(person) && isPending(person, tenant))) return null;
  return (
    <Badge appearance="tint" color={blocked ? 'danger' : 'warning'} size="small">
      {t(blocked ? 'people.blocked' : 'people.pending')}
    </Badge>
  );
}

/** How much is new; nothing for nothing. */
export function UnreadBadge({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <CounterBadge
      count={count}
      color="danger"
      size="small"
      role="img"
      aria-label={t('people.unread', { count })}
    />
  );
}

/** Something is new, for everybody there. */
export function NewsDot() {
  return <CounterBadge dot color="danger" size="small" role="img" aria-label={t('people.news')} />;
}
