import { makeStyles, tokens } from '@fluentui/react-components';
import { BotFace } from '../people/faces.tsx';
import { t } from '../texts.ts';

const useStyles = makeStyles({
  row: { display: 'flex', alignItems: 'center', gap: '8px', paddingTop: '16px' },
  bubble: {
    display: 'flex',
    gap: '4px',
    padding: '13px 14px',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
  },
  dot: {
    width: '6px',
    height: '6px',
    borderRadius: '50%',
    backgroundColor: tokens.colorNeutralForeground3,
    animationName: { '0%, 60%, 100%': { opacity: 0.3 }, '30%': { opacity: 1 } },
    animationDuration: '1.2s',
    animationIterationCount: 'infinite',
    '@media (prefers-reduced-motion: reduce)': { animationName: 'none' },
  },
  second: { animationDelay: '0.2s' },
  third: { animationDelay: '0.4s' },
});

/** The bot is writing. */
export function Typing({ name }: { name: string }) {
  const styles = useStyles();
  return (
    <div className={styles.row} role="status" aria-label={t('chat.typing', { name })}>
      <BotFace size={32} />
      <div className={styles.bubble} aria-hidden>
        <span className={styles.dot} />
        <span className={`${styles.dot} ${styles.second}`} />
        <span className={`${styles.dot} ${styles.third}`} />
      </div>
    </div>
  );
}
