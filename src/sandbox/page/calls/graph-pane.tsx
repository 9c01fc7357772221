import { makeStyles, Switch, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useValue, useWoodgrove } from '../live/hooks.ts';
import { t } from '../texts.ts';
import { isWrite } from './call-line.ts';
import { GraphCallRow } from './graph-call-row.tsx';

const useStyles = makeStyles({
  pane: { padding: '4px 8px 16px' },
  bar: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', padding: '0 4px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  empty: {
    display: 'block',
    padding: '32px 24px',
    textAlign: 'center',
    color: tokens.colorNeutralForeground3,
  },
});

/** What Guestlist asks of Microsoft Graph, as it happens, newest first. */
export function GraphPane() {
  const styles = useStyles();
  const calls = useValue(useWoodgrove().graphCalls) ?? [];
  const [writesOnly, setWritesOnly] = useState(false);
  const shown = writesOnly ? calls.filter(isWrite) : calls;
  return (
    <div className={styles.pane}>
      <div className={styles.bar}>
        <Switch
          label={t('graph.writesOnly')}
          checked={writesOnly}
          onChange={(_, { checked }) => setWritesOnly(checked)}
        />
        <Text size={200} className={styles.quiet}>
          {t('graph.count', { count: shown.length })}
        </Text>
      </div>
      {shown.length === 0 ? <Text className={styles.empty}>{t('graph.none')}</Text> : null}
      <ul className={styles.list} aria-label={t('graph.label')}>
        {shown.map((call) => (
          <li key={call.number}>
            <GraphCallRow call={call} />
          </li>
        ))}
      </ul>
    </div>
  );
}
