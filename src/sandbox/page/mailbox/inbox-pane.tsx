import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { MailInboxRegular } from '@fluentui/react-icons/svg/mail-inbox';
import { useState } from 'react';
import type { Mail, Person } from '../api/shapes.ts';
import { useValue, useWoodgrove } from '../live/hooks.ts';
import { t } from '../texts.ts';
import { MailList, mailKey } from './mail-list.tsx';
import { MailView } from './mail-view.tsx';
import { mailsTo } from './mails-to.ts';

const useStyles = makeStyles({
  pane: {
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    minHeight: '56px',
    padding: '0 20px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  title: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  body: { flexGrow: 1, minHeight: 0, overflowY: 'auto' },
  inside: { maxWidth: '760px', margin: '0 auto', padding: '12px 20px 32px' },
  paper: {
    padding: '20px',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow4,
    '@media (max-width: 480px)': { padding: '12px' },
  },
});

/** A person's mail: what an invited guest sees before anything else. */
export function InboxPane({ viewer, onRedeem }: { viewer: Person; onRedeem(mail: Mail): void }) {
  const styles = useStyles();
  const address = viewer.mail ?? viewer.key;
  const mails = mailsTo(useValue(useWoodgrove().outbox) ?? [], address);
  const [chosen, choose] = useState<string | null>(null);
  const mail = mails.find((each) => mailKey(each) === chosen) ?? mails[0];
  return (
    <section className={styles.pane} aria-label={t('mail.inboxOf', { name: viewer.name })}>
      <header className={styles.head}>
        <MailInboxRegular fontSize={28} color={tokens.colorBrandForeground1} aria-hidden />
        <div className={styles.words}>
          <Text as="h2" size={400} weight="semibold" className={styles.title}>
            {t('mail.inboxOf', { name: viewer.name })}
          </Text>
          <Text size={200} className={styles.quiet}>
            {address}
          </Text>
        </div>
      </header>
      <div className={styles.body}>
        <div className={styles.inside}>
          {mails.length === 1 ? null : (
            <MailList
              mails={mails}
              onOpen={(each) => choose(mailKey(each))}
              empty={t('mail.noneYet')}
            />
          )}
          {mail ? (
            <div className={styles.paper}>
              <MailView key={mailKey(mail)} mail={mail} onRedeem={onRedeem} />
            </div>
          ) : null}
        </div>
      </div>
    </section>
  );
}
