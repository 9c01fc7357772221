import {
  Button,
  Field,
  Input,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ClockRegular } from '@fluentui/react-icons/svg/clock';
import { useEffect, useState } from 'react';
import { sandbox } from '../api/sandbox.ts';
import { useValue, useWoodgrove } from '../live/hooks.ts';
import { useToasts } from '../shell/toasts.tsx';
import { momentOf, t } from '../texts.ts';
import { toLocalInput, woodgroveNow } from './moved-clock.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px',
    padding: '8px 16px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  now: { display: 'inline-flex', alignItems: 'center', gap: '6px', flexGrow: 1 },
  steps: { display: 'flex', gap: '4px', flexWrap: 'wrap' },
  step: { minWidth: 0 },
  custom: { display: 'flex', flexDirection: 'column', gap: '12px', width: '240px' },
});

/** How far the clock is moved by a press: label and ISO 8601 duration. */
const STEPS = [
  { label: 'clock.hour', name: 'clock.hourName', by: 'PT1H' },
  { label: 'clock.day', name: 'clock.dayName', by: 'P1D' },
  { label: 'clock.fortnight', name: 'clock.fortnightName', by: 'P14D' },
];

/** WoodGrove's time, and how to move it forward. */
export function ClockBar() {
  const styles = useStyles();
  const toast = useToasts();
  const now = useWoodgroveNow();
  const [moving, setMoving] = useState(false);
  const move = (change: () => Promise<unknown>) => {
    setMoving(true);
    change()
      .catch(() => toast('error', t('clock.failed')))
      .finally(() => setMoving(false));
  };
  return (
    <section className={styles.bar} aria-label={t('clock.label')}>
      <Text className={styles.now} weight="semibold">
        <ClockRegular fontSize={20} aria-hidden />
        {now ? <time dateTime={now.toISOString()}>{momentOf(now.toISOString())}</time> : null}
      </Text>
      <div className={styles.steps}>
        {STEPS.map(({ label, name, by }) => (
          <Button
            key={by}
            size="small"
            className={styles.step}
            aria-label={t(name)}
            disabledFocusable={moving}
            onClick={() => move(() => sandbox.advanceClock(by))}
          >
            {t(label)}
          </Button>
        ))}
        <CustomTime now={now} onMove={(to) => move(() => sandbox.setClock(to))} />
      </div>
    </section>
  );
}

function CustomTime({ now, onMove }: { now: Date | null; onMove(to: Date): void }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState('');
  const wanted = new Date(chosen);
  const valid = !Number.isNaN(wanted.getTime()) && now !== null && wanted > now;
  return (
    <Popover
      open={open}
      trapFocus
      onOpenChange={(_, data) => {
        setOpen(data.open);
        if (data.open && now) setChosen(toLocalInput(now));
      }}
    >
      <PopoverTrigger disableButtonEnhancement>
        <Button size="small" className={styles.step}>
          {t('clock.custom')}
        </Button>
      </PopoverTrigger>
      <PopoverSurface aria-label={t('clock.moveTo')}>
        <div className={styles.custom}>
          <Field label={t('clock.moveTo')} hint={t('clock.onlyForward')}>
            <Input
              type="datetime-local"
              value={chosen}
              onChange={(_, { value }) => setChosen(value)}
            />
          </Field>
          <Button
            appearance="primary"
            disabled={!valid}
            onClick={() => {
              onMove(wanted);
              setOpen(false);
            }}
          >
            {t('clock.move')}
          </Button>
        </div>
      </PopoverSurface>
    </Popover>
  );
}

/** WoodGrove's time, going on by itself; null until it is known. */
function useWoodgroveNow(): Date | null {
  const clock = useValue(useWoodgrove().clock);
  const [machineNow, tick] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => tick(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return clock ? woodgroveNow(clock, Math.max(machineNow, clock.readAt)) : null;
}
