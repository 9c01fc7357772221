import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { ChatMultipleRegular } from '@fluentui/react-icons/svg/chat-multiple';
import { NumberSymbolRegular } from '@fluentui/react-icons/svg/number-symbol';
import type { Conversation, Person } from '../api/shapes.ts';
import { BotFace } from '../people/faces.tsx';
import { t } from '../texts.ts';

const useStyles = makeStyles({
  header: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    minHeight: '56px',
    padding: '0 20px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    '@media (max-width: 480px)': { padding: '0 12px' },
  },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  line: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  below: { color: tokens.colorNeutralForeground3 },
  icon: {
    display: 'grid',
    placeItems: 'center',
    width: '32px',
    height: '32px',
    flexShrink: 0,
    borderRadius: '25%',
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
  },
});

/** Which conversation this is, and what the bot hears in it. */
export function ChatHeader({
  viewer,
  conversation,
}: {
  viewer: Person;
  conversation: Conversation;
}) {
  const styles = useStyles();
  return (
    <header className={styles.header}>
      <ConversationFace kind={conversation.kind} size={32} />
      <div className={styles.words}>
        <Text as="h2" size={400} weight="semibold" className={styles.line} style={{ margin: 0 }}>
          {conversation.name}
        </Text>
        <Text size={200} className={`${styles.below} ${styles.line}`}>
          {t(`chat.about.${conversation.kind}`, { name: viewer.name })}
        </Text>
      </div>
    </header>
  );
}

/** The picture of a conversation. */
export function ConversationFace({ kind, size }: { kind: Conversation['kind']; size: number }) {
  const styles = useStyles();
  if (kind === 'personal') return <BotFace size={size} />;
  const Icon = kind === 'channel' ? NumberSymbolRegular : ChatMultipleRegular;
  return (
    <span className={styles.icon} style={{ width: size, height: size }} aria-hidden>
      <Icon fontSize={Math.round(size * 0.6)} />
    </span>
  );
}
