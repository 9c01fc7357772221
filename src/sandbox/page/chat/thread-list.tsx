import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowReplyRegular } from '@fluentui/react-icons/svg/arrow-reply';
import { useState } from 'react';
import type { Conversation, People, Person } from '../api/shapes.ts';
import { dayOf, t } from '../texts.ts';
import { type Thread, threadMessages } from './arrange-messages.ts';
import { Composer } from './composer.tsx';
import { DayLine } from './day-line.tsx';
import type { ChatMessage } from './fold-messages.ts';
import { Post } from './post.tsx';

const useStyles = makeStyles({
  thread: {
    marginTop: '16px',
    padding: '12px 16px',
    '@media (max-width: 480px)': { padding: '8px 10px' },
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
  },
  replies: {
    marginTop: '8px',
    marginInlineStart: '8px',
    paddingInlineStart: '16px',
    borderLeft: `2px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 480px)': { marginInlineStart: 0, paddingInlineStart: '10px' },
  },
  foot: { marginTop: '8px' },
});

interface Shown {
  viewer: Person;
  people: People;
  conversation: Conversation;
}

/** The posts of a channel, each with its answers. */
export function ThreadList(props: Shown & { messages: ChatMessage[] }) {
  const { messages, ...shown } = props;
  return threadMessages(messages, dayOf).map((thread) => (
    <ThreadView key={thread.root.message.id} thread={thread} {...shown} />
  ));
}

function ThreadView({ thread, ...shown }: Shown & { thread: Thread }) {
  const styles = useStyles();
  const { viewer, people, conversation } = shown;
  const [answering, setAnswering] = useState(false);
  const [files, setFiles] = useState<File[]>([]);
  const { root, replies } = thread;
  return (
    <>
      {root.newDay ? <DayLine iso={root.newDay} /> : null}
      <section className={styles.thread} aria-label={t('chat.thread')}>
        <Post message={root.message} viewer={viewer} people={people} />
        {replies.length > 0 ? (
          <div className={styles.replies}>
            {replies.map(({ message }) => (
              <Post key={message.id} message={message} viewer={viewer} people={people} />
            ))}
          </div>
        ) : null}
        <div className={styles.foot}>
          {answering ? (
            <Composer
              viewer={viewer}
              conversation={conversation}
              botName={people.bot.name}
              thread={root.message.id}
              files={files}
              onFiles={setFiles}
            />
          ) : (
            <Button
              appearance="subtle"
              size="small"
              icon={<ArrowReplyRegular />}
              onClick={() => setAnswering(true)}
            >
              {t('compose.reply')}
            </Button>
          )}
        </div>
      </section>
    </>
  );
}
