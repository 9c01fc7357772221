import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { MailInboxRegular } from '@fluentui/react-icons/svg/mail-inbox';
import type { ReactNode } from 'react';
import type { Conversation, Person } from '../api/shapes.ts';
import { ConversationFace } from '../chat/chat-header.tsx';
import { useValue, useWoodgrove } from '../live/hooks.ts';
import { mailsTo } from '../mailbox/mails-to.ts';
import { INBOX } from '../shell/places.ts';
import { t } from '../texts.ts';
import { NewsDot, UnreadBadge, useRowStyles } from './person-button.tsx';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  heading: { margin: '4px 12px', color: tokens.colorNeutralForeground2 },
  row: { minHeight: '40px' },
  icon: { width: '24px', textAlign: 'center', color: tokens.colorBrandForeground1 },
});

/** The chats of one person, and the mail where there is some. */
export function ConversationList(props: {
  viewer: Person;
  conversations: Conversation[];
  place: string | null;
  onPlace(place: string): void;
}) {
  const { viewer, conversations, place, onPlace } = props;
  const styles = useStyles();
  const mails = mailsTo(useValue(useWoodgrove().outbox) ?? [], viewer.mail ?? viewer.key);
  return (
    <section aria-label={t('people.chatsOf', { name: viewer.name })}>
      <Text as="h2" size={300} weight="semibold" block className={styles.heading}>
        {t('people.chatsOf', { name: viewer.name })}
      </Text>
      <ul className={styles.list}>
        {conversations.map(({ id, kind, name, unread, news }) => (
          <PlaceRow
            key={id}
            name={name}
            face={<ConversationFace kind={kind} size={24} />}
            unread={unread ?? 0}
            news={news ?? false}
            chosen={place === id}
            onChoose={() => onPlace(id)}
          />
        ))}
        {mails.length > 0 ? (
          <PlaceRow
            name={t('mail.inbox')}
            face={<MailInboxRegular fontSize={22} className={styles.icon} aria-hidden />}
            unread={0}
            chosen={place === INBOX}
            onChoose={() => onPlace(INBOX)}
          />
        ) : null}
      </ul>
    </section>
  );
}

function PlaceRow(props: {
  name: string;
  face: ReactNode;
  unread: number;
  /** Something is new that is not meant for this person in particular. */
  news?: boolean;
  chosen: boolean;
  onChoose(): void;
}) {
  const { name, face, unread, news = false, chosen } = props;
  const styles = useStyles();
  const row = useRowStyles();
  return (
    <li>
      <button
        type="button"
        className={mergeClasses(row.row, styles.row, chosen && row.chosen)}
        aria-current={chosen ? 'page' : undefined}
        onClick={props.onChoose}
      >
        {face}
        <span className={row.words}>
          <Text weight={chosen || unread > 0 || news ? 'semibold' : 'regular'} className={row.line}>
            {name}
          </Text>
        </span>
        {news && unread === 0 ? <NewsDot /> : <UnreadBadge count={unread} />}
      </button>
    </li>
  );
}
