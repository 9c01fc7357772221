import { makeStyles, Switch, Text, tokens } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import type { Mail } from '../api/shapes.ts';
import { PersonFace } from '../people/faces.tsx';
import { useDark } from '../shell/use-theme.ts';
import { momentOf, t } from '../texts.ts';
import { mailDocument } from './mail-document.ts';
import { MailFrame } from './mail-frame.tsx';
import { recipientsOf } from './mails-to.ts';

const useStyles = makeStyles({
  mail: { display: 'flex', flexDirection: 'column', gap: '12px', minHeight: 0 },
  head: { display: 'grid', gridTemplateColumns: '40px minmax(0, 1fr)', columnGap: '12px' },
  face: { gridRow: 'span 3' },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  subject: { margin: 0, overflowWrap: 'anywhere' },
  bar: { display: 'flex', justifyContent: 'space-between', alignItems: 'center', flexWrap: 'wrap' },
  plain: {
    margin: 0,
    padding: '16px',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
});

/** A mail as its reader sees it. `onRedeem`: the redeem link in it was followed. */
export function MailView({ mail, onRedeem }: { mail: Mail; onRedeem(mail: Mail): void }) {
  const styles = useStyles();
  const [asText, setAsText] = useState(false);
  const dark = useDark();
  const document = useMemo(() => mailDocument(mail.html ?? '', dark), [mail.html, dark]);
  const plain = asText || !mail.html;
  return (
    <article className={styles.mail} aria-label={mail.subject}>
      <Text as="h3" size={500} weight="semibold" className={styles.subject}>
        {mail.subject}
      </Text>
      <div className={styles.head}>
        <div className={styles.face}>
          <PersonFace name={t('mail.brand')} size={40} />
        </div>
        <Text size={200} className={styles.quiet}>
          {t('mail.from', { address: mail.from ?? t('mail.unknownSender') })}
        </Text>
        <Text size={200} className={styles.quiet}>
          {t('mail.to', { address: recipientsOf(mail).join(', ') })}
        </Text>
        <Text size={200} className={styles.quiet}>
          <time dateTime={mail.time}>{momentOf(mail.time)}</time>
        </Text>
      </div>
      {plain ? (
        <pre className={styles.plain}>{mail.text ?? t('mail.noText')}</pre>
      ) : (
        <MailFrame
          title={mail.subject}
          document={document}
          redeemUrl={mail.redeemUrl ?? null}
          onRedeem={() => onRedeem(mail)}
        />
      )}
      {mail.html ? (
        <div className={styles.bar}>
          <Switch
            label={t('mail.asText')}
            checked={asText}
            onChange={(_, { checked }) => setAsText(checked)}
          />
        </div>
      ) : null}
    </article>
  );
}
