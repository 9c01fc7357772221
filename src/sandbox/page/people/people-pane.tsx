import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Conversation, People, Person } from '../api/shapes.ts';
import { useValue, useWoodgrove } from '../live/hooks.ts';
import { t } from '../texts.ts';
import { isGuest } from './about-person.ts';
import { ConversationList } from './conversation-list.tsx';
import { PersonButton } from './person-button.tsx';

const useStyles = makeStyles({
  pane: {
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground4,
  },
  heading: { margin: '8px 12px 4px', color: tokens.colorNeutralForeground2 },
  sub: { margin: '12px 12px 4px', color: tokens.colorNeutralForeground3 },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  none: { margin: '0 12px', color: tokens.colorNeutralForeground3 },
  people: { flexShrink: 1, minHeight: '160px', overflowY: 'auto', padding: '8px' },
  chats: {
    flexShrink: 0,
    maxHeight: '50%',
    overflowY: 'auto',
    padding: '8px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

/** Guests invited last; whoever invites thousands finds the others in the directory. */
const SHOWN = 30;

/** Whom one can be, and that person's chats. */
export function PeoplePane(props: {
  people: People;
  viewer: Person;
  conversations: Conversation[];
  place: string | null;
  onPerson(key: string): void;
  onPlace(place: string): void;
}) {
  const { people, viewer, onPerson } = props;
  const styles = useStyles();
  const tenant = useValue(useWoodgrove().tenant);
  // Whoever was invited last is the one to look at.
  const guests = people.people.filter(isGuest).reverse();
  const shown = guests.slice(0, SHOWN);
  if (guests.includes(viewer) && !shown.includes(viewer)) shown.push(viewer);
  const employees = people.people.filter((person) => !isGuest(person));
  const row = (person: Person) => (
    <li key={person.key}>
      <PersonButton
        person={person}
        tenant={tenant}
        chosen={person.key === viewer.key}
        onChoose={() => onPerson(person.key)}
      />
    </li>
  );

  return (
    <nav className={styles.pane} aria-label={t('people.label')}>
      <div className={styles.people}>
        {' '}
        <Text as="h2" size={300} weight="semibold" className={styles.heading}>
          {t('people.heading')}
        </Text>
        <ul className={styles.list} aria-label={t('people.employees')}>
          {employees.map(row)}
        </ul>
        <Text as="h3" size={200} weight="semibold" className={styles.sub}>
          {t('people.guests')}
        </Text>
        {guests.length > 0 ? (
          <ul className={styles.list} aria-label={t('people.guests')}>
            {shown.map(row)}
            {guests.length > shown.length ? (
              <li className={styles.none}>
                <Text size={200}>
                  {t('people.moreGuests', { count: guests.length - shown.length })}
                </Text>
              </li>
            ) : null}
          </ul>
        ) : (
          <Text size={200} className={styles.none}>
            {t('people.noGuests')}
          </Text>
        )}
      </div>{' '}
      <div className={styles.chats}>
        <ConversationList {...props} />
      </div>
    </nav>
  );
}
