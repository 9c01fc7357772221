import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Mail } from '../api/shapes.ts';
import { PersonFace } from '../people/faces.tsx';
import { useRowStyles } from '../people/person-button.tsx';
import { t, timeOf } from '../texts.ts';
import { recipientsOf } from './mails-to.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: '8px' },
  top: { display: 'flex', justifyContent: 'space-between', gap: '8px', minWidth: 0 },
  empty: {
    display: 'block',
    padding: '32px 24px',
    textAlign: 'center',
    color: tokens.colorNeutralForeground3,
  },
});

/** Mails to choose from. `to`: whether to say for whom each is. */
export function MailList(props: { mails: Mail[]; onOpen(mail: Mail): void; empty: string }) {
  const styles = useStyles();
  const row = useRowStyles();
  if (props.mails.length === 0) return <Text className={styles.empty}>{props.empty}</Text>;
  return (
    <ul className={styles.list} aria-label={t('mail.list')}>
      {props.mails.map((mail) => (
        <li key={mailKey(mail)}>
          <button type="button" className={row.row} onClick={() => props.onOpen(mail)}>
            <PersonFace name={recipientsOf(mail)[0] ?? ''} size={32} />
            <span className={row.words}>
              <span className={styles.top}>
                <Text className={row.line} size={200}>
                  {recipientsOf(mail).join(', ')}
                </Text>
                <Text size={200} className={row.quiet}>
                  {timeOf(mail.time)}
                </Text>
              </span>
              <Text weight="semibold" className={row.line}>
                {mail.subject}
              </Text>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What tells one mail from another. */
export function mailKey(mail: Mail): string {
  return JSON.stringify([mail.time, mail.to, mail.subject, mail.redeemUrl]);
}
