import { makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';
import { BuildingRegular } from '@fluentui/react-icons/svg/building';
import { ChatRegular } from '@fluentui/react-icons/svg/chat';
import { PeopleRegular } from '@fluentui/react-icons/svg/people';
import { UnreadBadge } from '../people/person-button.tsx';
import { t } from '../texts.ts';

/** The page's parts, of which a narrow screen shows one. */
export type Part = 'people' | 'chat' | 'tenant';

const useStyles = makeStyles({
  bar: {
    flexShrink: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(3, 1fr)',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground4,
    paddingBottom: 'env(safe-area-inset-bottom)',
  },
  tab: { justifyContent: 'center' },
  label: { display: 'inline-flex', alignItems: 'center', gap: '6px' },
});

const PARTS: { part: Part; icon: React.JSX.Element }[] = [
  { part: 'people', icon: <PeopleRegular /> },
  { part: 'chat', icon: <ChatRegular /> },
  { part: 'tenant', icon: <BuildingRegular /> },
];

/** Chooses the part that a narrow screen shows. `unread`: what is new to anybody. */
export function BottomTabs(props: { part: Part; unread: number; onPart(part: Part): void }) {
  const styles = useStyles();
  return (
    <TabList
      className={styles.bar}
      selectedValue={props.part}
      aria-label={t('shell.parts')}
      onTabSelect={(_, { value }) => {
        const chosen = PARTS.find(({ part }) => part === value);
        if (chosen) props.onPart(chosen.part);
      }}
    >
      {PARTS.map(({ part, icon }) => (
        <Tab key={part} value={part} icon={icon} className={styles.tab}>
          <span className={styles.label}>
            {t(`shell.part.${part}`)}
            {part === 'people' ? <UnreadBadge count={props.unread} /> : null}
          </span>
        </Tab>
      ))}
    </TabList>
  );
}
