import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { useRef, useState } from 'react';
import type { Conversation, People, Person } from '../api/shapes.ts';
import { useValue, useWoodgrove } from '../live/hooks.ts';
import { t } from '../texts.ts';
import { ChatHeader } from './chat-header.tsx';
import { Composer } from './composer.tsx';
import { EmptyChat } from './empty-chat.tsx';
import type { ChatMessage } from './fold-messages.ts';
import { MessageList } from './message-list.tsx';
import { ThreadList } from './thread-list.tsx';
import { Typing } from './typing.tsx';
import { useDroppedFiles } from './use-dropped-files.ts';
import { useMarkRead } from './use-mark-read.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

const useStyles = makeStyles({
  pane: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    minHeight: 0,
    height: '100%',
    backgroundColor: tokens.colorNeutralBackground3,
  },
  scroller: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    overflowX: 'hidden',
    outlineOffset: '-2px',
  },
  messages: {
    display: 'flex',
    flexDirection: 'column',
    // What was said last stands above the place where one writes, also in a short chat.
    justifyContent: 'flex-end',
    boxSizing: 'border-box',
    maxWidth: '960px',
    minHeight: '100%',
    margin: '0 auto',
    padding: '0 20px 20px',
    '@media (max-width: 480px)': { padding: '0 12px 16px' },
  },
  foot: {
    boxSizing: 'border-box',
    width: '100%',
    maxWidth: '960px',
    margin: '0 auto',
    padding: '0 20px 16px',
    '@media (max-width: 480px)': { padding: '0 12px 10px' },
  },
  above: { position: 'relative', height: 0 },
  newer: {
    position: 'absolute',
    left: '50%',
    bottom: '8px',
    transform: 'translateX(-50%)',
    boxShadow: tokens.shadow8,
  },
  drop: {
    position: 'absolute',
    inset: '8px',
    display: 'grid',
    placeItems: 'center',
    border: `2px dashed ${tokens.colorBrandStroke1}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackgroundAlpha2,
    color: tokens.colorBrandForeground1,
    pointerEvents: 'none',
  },
});

/** So many messages are drawn at first, and so many more each time. */
const PAGE = 100;

/** One conversation, as `viewer` sees it. Made anew (`key`) for another viewer or conversation. */
export function ChatPane(props: { viewer: Person; conversation: Conversation; people: People }) {
  const { viewer, conversation, people } = props;
  const styles = useStyles();
  const woodgrove = useWoodgrove();
  const messages = useValue(woodgrove.messages(conversation.id));
  // The two events may come together; what the bot has said ends its typing.
  const answered = messages?.at(-1)?.from.id === people.bot.id;
  const typing = useValue(woodgrove.typing).has(conversation.id) && !answered;
  const personal = conversation.kind === 'personal';
  const [files, setFiles] = useState<File[]>([]);
  const scroller = useRef<HTMLElement>(null);
  const { away, toEnd } = useStickToEnd(scroller);
  const dropped = useDroppedFiles((more) => {
    // Teams brings files to a bot in its 1:1 chat only.
    if (personal) setFiles((known) => [...known, ...more]);
  });
  useMarkRead(viewer, conversation, messages?.at(-1)?.id);
  const [limit, setLimit] = useState(PAGE);
  const earlier = Math.max(0, (messages?.length ?? 0) - limit);
  const shown = { messages: (messages ?? []).slice(earlier), viewer, people };

  return (
    <section className={styles.pane} aria-label={conversation.name} {...dropped.handlers}>
      <ChatHeader viewer={viewer} conversation={conversation} />
      <section ref={scroller} className={styles.scroller} aria-label={t('chat.messages')}>
        <div
          className={styles.messages}
          role="log"
          aria-live="polite"
          aria-relevant="additions text"
        >
          {messages?.length === 0 ? (
            <EmptyChat viewer={viewer} conversation={conversation} botName={people.bot.name} />
          ) : null}
          {earlier > 0 ? (
            <Button appearance="transparent" onClick={() => setLimit(limit + PAGE)}>
              {t('chat.earlier')}
            </Button>
          ) : null}
          {conversation.kind === 'channel' ? (
            <ThreadList {...shown} conversation={conversation} />
          ) : (
            <MessageList {...shown} />
          )}
          {typing ? <Typing name={people.bot.name} /> : null}
        </div>
      </section>
      {away ? (
        <div className={styles.above}>
          <Button
            className={styles.newer}
            shape="circular"
            icon={<ChevronDownRegular />}
            onClick={toEnd}
          >
            {t('chat.newest')}
          </Button>
        </div>
      ) : null}
      <div className={styles.foot}>
        <Composer
          viewer={viewer}
          conversation={conversation}
          botName={people.bot.name}
          files={files}
          onFiles={setFiles}
          onSent={toEnd}
          suggest={messages !== undefined && !hasSpoken(messages, viewer)}
        />
      </div>
      {dropped.over ? (
        <div className={styles.drop}>
          <Text size={500} weight="semibold">
            {t(personal ? 'compose.drop' : 'compose.noDrop', { name: people.bot.name })}
          </Text>
        </div>
      ) : null}
    </section>
  );
}

function hasSpoken(messages: readonly ChatMessage[], viewer: Person): boolean {
  return messages.some(({ from }) => from.id === viewer.mri);
}
