import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import type { Resource, User } from '../api/shapes.ts';
import { PersonFace } from '../people/faces.tsx';
import { t } from '../texts.ts';
import { nameOf } from './user-state.ts';

const useStyles = makeStyles({
  row: { borderRadius: tokens.borderRadiusMedium },
  summary: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    padding: '6px 8px',
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    listStyleType: 'none',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    '::-webkit-details-marker': { display: 'none' },
  },
  arrow: {
    flexShrink: 0,
    transition: 'transform 100ms',
    'details[open] &': { transform: 'rotate(90deg)' },
  },
  name: { flexGrow: 1, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
  inside: { padding: '0 8px 8px 36px' },
  people: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px',
    margin: '2px 0 8px',
    padding: 0,
    listStyleType: 'none',
  },
  person: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '6px',
    padding: '2px 10px 2px 2px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground3,
  },
});

/** Teams, groups or applications, each to be opened for its people. */
export function ResourceList({
  resources,
  users,
}: {
  resources: Resource[];
  users: ReadonlyMap<string, User>;
}) {
  const styles = useStyles();
  return resources.map((resource) => (
    <details key={resource.id} className={styles.row}>
      <summary className={styles.summary}>
        <ChevronRightRegular className={styles.arrow} aria-hidden />
        <Text className={styles.name}>{resource.name}</Text>
        <Text size={200} className={styles.quiet}>
          {t('tenant.memberCount', { count: resource.members.length })}
        </Text>
      </summary>
      <div className={styles.inside}>
        <People title={t('tenant.owners')} ids={resource.owners} users={users} />
        <People title={t('tenant.members')} ids={resource.members} users={users} />
      </div>
    </details>
  ));
}

/** More than these are counted: a team may hold thousands. */
const SHOWN = 50;

function People(props: { title: string; ids: string[]; users: ReadonlyMap<string, User> }) {
  const { title, ids, users } = props;
  const styles = useStyles();
  return (
    <>
      <Text size={200} weight="semibold">
        {title}
      </Text>
      <ul className={styles.people} aria-label={title}>
        {ids.slice(0, SHOWN).map((id) => {
          const user = users.get(id);
          const name = user ? nameOf(user) : id;
          return (
            <li key={id} className={styles.person}>
              <PersonFace name={name} size={20} />
              <Text size={200}>{name}</Text>
            </li>
          );
        })}
        {ids.length > SHOWN ? <li>{t('tenant.rest', { count: ids.length - SHOWN })}</li> : null}
        {ids.length === 0 ? <li className={styles.quiet}>{t('tenant.nobody')}</li> : null}
      </ul>
    </>
  );
}
