import { Badge, type BadgeProps, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { GraphCall } from '../api/shapes.ts';
import { secondOf, t } from '../texts.ts';
import { type CallOutcome, callLine, isWrite, outcomeOf, readableUrl } from './call-line.ts';

const useStyles = makeStyles({
  summary: {
    display: 'grid',
    gridTemplateColumns: '46px minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: '8px',
    padding: '6px 8px',
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    listStyleType: 'none',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    '::-webkit-details-marker': { display: 'none' },
  },
  method: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    fontWeight: 600,
  },
  write: { color: tokens.colorBrandForeground1 },
  url: {
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase200,
    'details[open] &': { whiteSpace: 'normal', overflowWrap: 'anywhere' },
  },
  inside: { display: 'grid', gap: '6px', padding: '4px 8px 12px 8px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  code: {
    margin: 0,
    maxHeight: '280px',
    overflow: 'auto',
    padding: '8px 10px',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase100,
    lineHeight: tokens.lineHeightBase200,
  },
});

const COLORS: Record<CallOutcome, BadgeProps['color']> = {
  done: 'success',
  refused: 'warning',
  failed: 'danger',
};

/** One call, to be opened for what was sent and answered. */
export function GraphCallRow({ call }: { call: GraphCall }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const write = isWrite(call);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>
        <span className={`${styles.method} ${write ? styles.write : ''}`}>{call.method}</span>
        <span className={styles.url}>{open ? readableUrl(call.url) : callLine(call)}</span>
        <Badge appearance="tint" color={COLORS[outcomeOf(call)]}>
          {call.status === 0 ? t('graph.cut') : call.status}
        </Badge>
      </summary>
      {open ? (
        <div className={styles.inside}>
          <Text size={200} className={styles.quiet}>
            {secondOf(call.time)}
          </Text>
          <Json title={t('graph.request')} value={call.body} />
          <Json title={t('graph.response')} value={call.response} />
        </div>
      ) : null}
    </details>
  );
}

function Json({ title, value }: { title: string; value: unknown }) {
  const styles = useStyles();
  if (value === undefined || value === null || value === '') return null;
  return (
    <>
      <Text size={200} weight="semibold">
        {title}
      </Text>
      <pre className={styles.code}>
        {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
      </pre>
    </>
  );
}
