import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import { useState } from 'react';
import { sandbox } from '../api/sandbox.ts';
import type { People, Person } from '../api/shapes.ts';
import { BotFace, PersonFace } from '../people/faces.tsx';
import { t, timeOf } from '../texts.ts';
import type { PlacedMessage } from './arrange-messages.ts';
import { DayLine } from './day-line.tsx';
import { EditMessage } from './edit-message.tsx';
import type { ChatMessage } from './fold-messages.ts';
import { markMentions, unmarkMentions } from './mentions.ts';
import { MessageCards, MessageWords } from './message-body.tsx';
import { OwnMessageMenu } from './own-message-menu.tsx';

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: '32px minmax(0, 1fr)',
    columnGap: '8px',
    paddingTop: '16px',
    justifyItems: 'start',
  },
  follows: { paddingTop: '8px' },
  own: { gridTemplateColumns: 'minmax(0, 1fr)', justifyItems: 'end', marginInlineStart: '40px' },
  face: { gridColumn: 1, gridRow: 1, paddingTop: '20px' },
  content: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: '4px',
    gridColumn: '-2 / -1',
    maxWidth: 'min(100%, 600px)',
  },
  withCard: { width: '100%' },
  ownContent: { alignItems: 'flex-end' },
  head: {
    display: 'flex',
    gap: '8px',
    alignItems: 'baseline',
    color: tokens.colorNeutralForeground3,
  },
  line: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    maxWidth: '100%',
    ':hover > :first-child, :focus-within > :first-child': { opacity: 1 },
  },
  bubble: {
    boxSizing: 'border-box',
    maxWidth: '100%',
    minWidth: 0,
    padding: '8px 14px',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    boxShadow: tokens.shadow2,
  },
  ownBubble: { backgroundColor: tokens.colorBrandBackground2, boxShadow: 'none' },
  lost: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    color: tokens.colorStatusDangerForeground1,
  },
  mentioned: { borderLeft: `3px solid ${tokens.colorBrandStroke1}` },
});

/** Who stands behind a message: a person of the page, the bot, or a name. */
export function senderOf(message: ChatMessage, people: People): { name: string; bot: boolean } {
  if (message.from.id === people.bot.id) return { name: people.bot.name, bot: true };
  const person = people.people.find(({ mri }) => mri === message.from.id);
  return { name: person?.name ?? message.from.name, bot: false };
}

/** A message as Teams draws it: one's own on the right, the others' on the left. */
export function MessageView(props: { placed: PlacedMessage; viewer: Person; people: People }) {
  const { placed, viewer, people } = props;
  const { message, newDay, follows } = placed;
  const styles = useStyles();
  const [editing, setEditing] = useState(false);
  const own = message.from.id === viewer.mri;
  const sender = senderOf(message, people);
  const who = { as: viewer.key, activityId: message.id };

  return (
    <>
      {newDay ? <DayLine iso={newDay} /> : null}
      <article
        aria-label={t('message.label', { name: sender.name, time: timeOf(message.time) })}
        className={mergeClasses(styles.row, follows && styles.follows, own && styles.own)}
      >
        {own || follows ? null : (
          <div className={styles.face}>
            {sender.bot ? <BotFace size={32} /> : <PersonFace name={sender.name} size={32} />}
          </div>
        )}
        <div
          className={mergeClasses(
            styles.content,
            own && styles.ownContent,
            (editing || message.cards.length > 0) && styles.withCard,
          )}
        >
          <MessageHead
            message={message}
            name={own || follows ? null : sender.name}
            quiet={follows}
          />
          {editing ? (
            <EditMessage
              text={unmarkMentions(message.text)}
              onCancel={() => setEditing(false)}
              onSave={async (text) => {
                await sandbox.edit({ ...who, text: markMentions(text, people.bot.name) });
                setEditing(false);
              }}
            />
          ) : null}
          {!editing && hasWords(message) ? (
            <div className={styles.line}>
              {own && !message.deleted ? (
                <OwnMessageMenu
                  onEdit={() => setEditing(true)}
                  onDelete={() => void sandbox.remove(who)}
                />
              ) : null}
              <div
                className={mergeClasses(
                  styles.bubble,
                  own && styles.ownBubble,
                  message.mentions.includes(viewer.mri) && styles.mentioned,
                )}
              >
                <MessageWords message={message} fromBot={sender.bot} />
              </div>
            </div>
          ) : null}
          {message.lost ? <LostMark name={people.bot.name} /> : null}
          <MessageCards message={message} viewer={viewer} />
        </div>
      </article>
    </>
  );
}

function hasWords({ text, files, deleted, cards }: ChatMessage): boolean {
  return text !== '' || files.length > 0 || deleted || cards.length === 0;
}

function MessageHead({
  message,
  name,
  quiet,
}: {
  message: ChatMessage;
  name: string | null;
  quiet: boolean;
}) {
  const styles = useStyles();
  const edited = message.version > 0 && !message.deleted;
  if (quiet && !edited) return null;
  return (
    <div className={styles.head}>
      {name ? <Text size={200}>{name}</Text> : null}
      <Text size={200}>
        <time dateTime={message.time}>{timeOf(message.time)}</time>
      </Text>
      {edited ? <Text size={200}>{t('message.edited')}</Text> : null}
    </div>
  );
}

/** The bot was down for this message. */
export function LostMark({ name }: { name: string }) {
  const styles = useStyles();
  return (
    <Text size={200} className={styles.lost}>
      <PlugDisconnectedRegular fontSize={16} aria-hidden />
      {t('message.lost', { name })}
    </Text>
  );
}
