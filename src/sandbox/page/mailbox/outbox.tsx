import { Button, makeStyles } from '@fluentui/react-components';
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left';
import { useState } from 'react';
import type { Mail } from '../api/shapes.ts';
import { useValue, useWoodgrove } from '../live/hooks.ts';
import { t } from '../texts.ts';
import { MailList, mailKey } from './mail-list.tsx';
import { MailView } from './mail-view.tsx';
import { newestFirst } from './mails-to.ts';

const useStyles = makeStyles({
  open: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    gap: '8px',
    padding: '12px 16px 24px',
  },
  back: { alignSelf: 'flex-start', marginInlineStart: '-8px' },
});

/** All mail that was sent. */
export function Outbox({ onRedeem }: { onRedeem(mail: Mail): void }) {
  const styles = useStyles();
  const mails = newestFirst(useValue(useWoodgrove().outbox) ?? []);
  const [opened, open] = useState<string | null>(null);
  const mail = mails.find((each) => mailKey(each) === opened);
  if (!mail) {
    return (
      <MailList
        mails={mails}
        onOpen={(chosen) => open(mailKey(chosen))}
        empty={t('mail.noneSent')}
      />
    );
  }
  return (
    <div className={styles.open}>
      <Button
        appearance="subtle"
        size="small"
        className={styles.back}
        icon={<ArrowLeftRegular />}
        onClick={() => open(null)}
      >
        {t('mail.back')}
      </Button>
      <MailView key={mailKey(mail)} mail={mail} onRedeem={onRedeem} />
    </div>
  );
}
