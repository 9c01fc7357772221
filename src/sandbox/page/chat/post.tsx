import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { sandbox } from '../api/sandbox.ts';
import type { People, Person } from '../api/shapes.ts';
import { BotFace, PersonFace } from '../people/faces.tsx';
import { t, timeOf } from '../texts.ts';
import { EditMessage } from './edit-message.tsx';
import type { ChatMessage } from './fold-messages.ts';
import { markMentions, unmarkMentions } from './mentions.ts';
import { MessageCards, MessageWords } from './message-body.tsx';
import { LostMark, senderOf } from './message-view.tsx';
import { OwnMessageMenu } from './own-message-menu.tsx';

const useStyles = makeStyles({
  post: {
    display: 'grid',
    position: 'relative',
    gridTemplateColumns: '32px minmax(0, 1fr)',
    alignItems: 'start',
    '@media (max-width: 480px)': { columnGap: '8px' },
    ':hover > :last-child button': { opacity: 1 },
    columnGap: '12px',
    padding: '6px 0',
  },
  body: { display: 'flex', flexDirection: 'column', gap: '6px', minWidth: 0, maxWidth: '640px' },
  menu: { position: 'absolute', top: '4px', right: 0 },
  head: { display: 'flex', gap: '8px', alignItems: 'baseline' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** A message as a channel shows it: everybody's on the left. */
export function Post(props: { message: ChatMessage; viewer: Person; people: People }) {
  const { message, viewer, people } = props;
  const styles = useStyles();
  const [editing, setEditing] = useState(false);
  const sender = senderOf(message, people);
  const own = message.from.id === viewer.mri && !message.deleted;
  const who = { as: viewer.key, activityId: message.id };
  return (
    <article
      className={styles.post}
      aria-label={t('message.label', { name: sender.name, time: timeOf(message.time) })}
    >
      {sender.bot ? <BotFace size={32} /> : <PersonFace name={sender.name} size={32} />}
      <div className={styles.body}>
        <div className={styles.head}>
          <Text weight="semibold">{sender.name}</Text>
          <Text size={200} className={styles.quiet}>
            <time dateTime={message.time}>{timeOf(message.time)}</time>
          </Text>
          {message.version > 0 && !message.deleted ? (
            <Text size={200} className={styles.quiet}>
              {t('message.edited')}
            </Text>
          ) : null}
        </div>
        {editing ? (
          <EditMessage
            text={unmarkMentions(message.text)}
            onCancel={() => setEditing(false)}
            onSave={async (text) => {
              await sandbox.edit({ ...who, text: markMentions(text, people.bot.name) });
              setEditing(false);
            }}
          />
        ) : (
          <MessageWords message={message} fromBot={sender.bot} />
        )}
        {message.lost ? <LostMark name={people.bot.name} /> : null}
        <MessageCards message={message} viewer={viewer} />
      </div>
      {own ? (
        <div className={styles.menu}>
          <OwnMessageMenu
            onEdit={() => setEditing(true)}
            onDelete={() => void sandbox.remove(who)}
          />
        </div>
      ) : null}
    </article>
  );
}
