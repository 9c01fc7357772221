import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { dayOf } from '../texts.ts';

const line = {
  content: '""',
  flexGrow: 1,
  height: '1px',
  backgroundColor: tokens.colorNeutralStroke2,
};

const useStyles = makeStyles({
  day: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    paddingTop: '20px',
    color: tokens.colorNeutralForeground3,
    '::before': line,
    '::after': line,
  },
});

/** The day on which what stands below was written. */
export function DayLine({ iso }: { iso: string }) {
  const styles = useStyles();
  return (
    <Text size={200} block className={styles.day}>
      <time dateTime={iso}>{dayOf(iso)}</time>
    </Text>
  );
}
