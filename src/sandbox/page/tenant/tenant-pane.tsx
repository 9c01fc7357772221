import {
  Button,
  CounterBadge,
  makeStyles,
  Tab,
  TabList,
  Text,
  tokens,
} from '@fluentui/react-components';
import { PanelRightContractRegular } from '@fluentui/react-icons/svg/panel-right-contract';
import { useState } from 'react';
import type { Mail } from '../api/shapes.ts';
import { GraphPane } from '../calls/graph-pane.tsx';
import { ClockBar } from '../clock/clock-bar.tsx';
import { useValue, useWoodgrove } from '../live/hooks.ts';
import { Outbox } from '../mailbox/outbox.tsx';
import { t } from '../texts.ts';
import { Directory } from './directory.tsx';

const useStyles = makeStyles({
  pane: {
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    minHeight: '56px',
    padding: '0 8px 0 16px',
    boxSizing: 'border-box',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  title: { margin: 0 },
  words: { display: 'flex', flexDirection: 'column' },
  quiet: { color: tokens.colorNeutralForeground3 },
  tabs: { padding: '0 8px', borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  body: { flexGrow: 1, minHeight: 0, overflowY: 'auto' },
  tab: { display: 'inline-flex', alignItems: 'center', gap: '6px' },
});

type TenantTab = 'directory' | 'mail' | 'graph';
const TABS: TenantTab[] = ['directory', 'mail', 'graph'];

/** The tenant: its clock, who and what is in it, the mail that left it, and what Graph was asked. */
export function TenantPane(props: { onRedeem(mail: Mail): void; onCollapse: (() => void) | null }) {
  const styles = useStyles();
  const { outbox } = useWoodgrove();
  const mails = useValue(outbox)?.length ?? 0;
  const [tab, setTab] = useState<TenantTab>('directory');
  return (
    <section className={styles.pane} aria-label={t('tenant.label')}>
      <header className={styles.head}>
        <div className={styles.words}>
          <Text as="h2" size={400} weight="semibold" className={styles.title}>
            {t('tenant.heading')}
          </Text>
          <Text size={200} className={styles.quiet}>
            {t('tenant.about')}
          </Text>
        </div>
        {props.onCollapse ? (
          <Button
            appearance="subtle"
            icon={<PanelRightContractRegular />}
            aria-label={t('tenant.collapse')}
            title={t('tenant.collapse')}
            onClick={props.onCollapse}
          />
        ) : null}
      </header>
      <ClockBar />
      <TabList
        className={styles.tabs}
        selectedValue={tab}
        onTabSelect={(_, { value }) => setTab(TABS.find((each) => each === value) ?? 'directory')}
      >
        {TABS.map((each) => (
          <Tab key={each} value={each} id={`tab-${each}`} aria-controls="tenant-tab">
            <span className={styles.tab}>
              {t(`tenant.tab.${each}`)}
              {each === 'mail' && mails > 0 ? (
                <CounterBadge count={mails} size="small" appearance="filled" color="informative" />
              ) : null}
            </span>
          </Tab>
        ))}
      </TabList>
      <div id="tenant-tab" className={styles.body} role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'directory' ? <Directory /> : null}
        {tab === 'mail' ? <Outbox onRedeem={props.onRedeem} /> : null}
        {tab === 'graph' ? <GraphPane /> : null}
      </div>
    </section>
  );
}
