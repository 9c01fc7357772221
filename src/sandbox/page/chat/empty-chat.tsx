import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Conversation, Person } from '../api/shapes.ts';
import { isGuest } from '../people/about-person.ts';
import { BotFace } from '../people/faces.tsx';
import { t } from '../texts.ts';

const useStyles = makeStyles({
  empty: {
    display: 'grid',
    justifyItems: 'center',
    gap: '8px',
    margin: 'auto 0',
    padding: '24px',
  },
  hint: { maxWidth: '440px', color: tokens.colorNeutralForeground3 },
});

/** What to do in a chat in which nothing was said. */
export function EmptyChat(props: { viewer: Person; conversation: Conversation; botName: string }) {
  const { viewer, conversation, botName } = props;
  const styles = useStyles();
  const kind = isGuest(viewer) ? 'guest' : conversation.kind;
  return (
    <div className={styles.empty}>
      <BotFace size={64} />
      <Text size={600} weight="semibold" align="center">
        {t('chat.emptyTitle', { name: viewer.name })}
      </Text>
      <Text align="center" className={styles.hint}>
        {t(`chat.empty.${kind}`, { name: botName })}
      </Text>
    </div>
  );
}
