import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ArrowCounterclockwiseRegular } from '@fluentui/react-icons/svg/arrow-counterclockwise';
import { PanelRightExpandRegular } from '@fluentui/react-icons/svg/panel-right-expand';
import { WeatherMoonRegular } from '@fluentui/react-icons/svg/weather-moon';
import { WeatherSunnyRegular } from '@fluentui/react-icons/svg/weather-sunny';
import { useState } from 'react';
import { BotFace } from '../people/faces.tsx';
import { t } from '../texts.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    flexShrink: 0,
    height: '48px',
    padding: '0 8px 0 16px',
    boxSizing: 'border-box',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground4,
  },
  brand: { display: 'flex', alignItems: 'center', gap: '10px', minWidth: 0, flexGrow: 1 },
  title: { margin: 0, whiteSpace: 'nowrap' },
  about: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground3,
    '@media (max-width: 760px)': { display: 'none' },
  },
});

/** The page's name, its look, and how to begin anew. */
export function TopBar(props: {
  dark: boolean;
  narrow: boolean;
  onToggleTheme(): void;
  onStartOver(): Promise<void>;
  /** Null while the tenant is on the screen. */
  onShowTenant: (() => void) | null;
}) {
  const styles = useStyles();
  const theme = t(props.dark ? 'shell.light' : 'shell.dark');
  return (
    <header className={styles.bar}>
      <div className={styles.brand}>
        <BotFace size={28} />
        <Text as="h1" size={400} weight="semibold" className={styles.title}>
          {t('shell.title')}
        </Text>
        <Text size={200} className={styles.about}>
          {t('shell.about')}
        </Text>
      </div>
      <StartOver narrow={props.narrow} onStartOver={props.onStartOver} />
      <Button
        appearance="subtle"
        icon={props.dark ? <WeatherSunnyRegular /> : <WeatherMoonRegular />}
        aria-label={theme}
        title={theme}
        onClick={props.onToggleTheme}
      />
      {props.onShowTenant ? (
        <Button
          appearance="subtle"
          icon={<PanelRightExpandRegular />}
          aria-label={t('tenant.expand')}
          title={t('tenant.expand')}
          onClick={props.onShowTenant}
        />
      ) : null}
    </header>
  );
}

function StartOver({ narrow, onStartOver }: { narrow: boolean; onStartOver(): Promise<void> }) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const start = () => {
    setBusy(true);
    onStartOver().finally(() => {
      setBusy(false);
      setOpen(false);
    });
  };
  return (
    <Dialog open={open} onOpenChange={(_, data) => setOpen(data.open)}>
      <DialogTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<ArrowCounterclockwiseRegular />}
          aria-label={t('shell.startOver')}
          title={t('shell.startOver')}
        >
          {narrow ? null : t('shell.startOver')}
        </Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('shell.startOverTitle')}</DialogTitle>
          <DialogContent>{t('shell.startOverAbout')}</DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button disabled={busy}>{t('shell.keep')}</Button>
            </DialogTrigger>
            <Button appearance="primary" disabled={busy} onClick={start}>
              {t(busy ? 'shell.startingOver' : 'shell.startOver')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
