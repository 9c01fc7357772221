import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { LightbulbRegular } from '@fluentui/react-icons/svg/lightbulb';
import { t } from '../texts.ts';

const useStyles = makeStyles({
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '6px',
    paddingBottom: '8px',
  },
  label: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    color: tokens.colorNeutralForeground3,
  },
  chip: {
    minWidth: 0,
    fontWeight: tokens.fontWeightRegular,
    borderRadius: tokens.borderRadiusCircular,
  },
});

const FOR_EMPLOYEES = ['invite', 'mine', 'waiting', 'help'];
/** Guests bring nobody in, and decide nothing. */
const FOR_GUESTS = ['help'];

/** Sentences to begin with, for somebody who is here for the first time. */
export function Suggestions(props: { forGuest: boolean; onChoose(sentence: string): void }) {
  const styles = useStyles();
  const kinds = props.forGuest ? FOR_GUESTS : FOR_EMPLOYEES;
  const sentences = kinds.map((kind) => t(`suggest.${kind}`));
  return (
    <section className={styles.row} aria-label={t('suggest.label')}>
      <Text size={200} className={styles.label}>
        <LightbulbRegular fontSize={16} aria-hidden />
        {t('suggest.label')}
      </Text>
      {sentences.map((sentence) => (
        <Button
          key={sentence}
          size="small"
          className={styles.chip}
          onClick={() => props.onChoose(sentence)}
        >
          {sentence}
        </Button>
      ))}
    </section>
  );
}
