import {
  FluentProvider,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
  Toaster,
  tokens,
} from '@fluentui/react-components';
import { BotDown } from '../chat/bot-down.tsx';
import { useValue, useWoodgrove } from '../live/hooks.ts';
import { t } from '../texts.ts';
import { Layout, useNarrow } from './layout.tsx';
import { TOASTER, useToasts } from './toasts.tsx';
import { TopBar } from './top-bar.tsx';
import { useKept } from './use-kept.ts';
import { useRedeem } from './use-redeem.ts';
import { LookProvider, useTheme } from './use-theme.ts';
import { useWhere } from './use-where.ts';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    height: '100dvh',
    // Nothing may scroll it away, not even the keyboard going to a control.
    overflow: 'clip',
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
  },
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  waiting: { flexGrow: 1 },
  offline: { borderRadius: 0, flexShrink: 0 },
});

/** The page. */
export function App() {
  const styles = useStyles();
  const { theme, dark, toggle } = useTheme();
  const narrow = useNarrow();
  return (
    <FluentProvider theme={theme} className={dark ? styles.dark : styles.light}>
      <LookProvider value={dark}>
        <Page dark={dark} onToggleTheme={toggle} />
      </LookProvider>
      <Toaster
        toasterId={TOASTER}
        position={narrow ? 'top' : 'bottom-end'}
        offset={{ vertical: narrow ? 56 : 16 }}
      />
    </FluentProvider>
  );
}

function Page({ dark, onToggleTheme }: { dark: boolean; onToggleTheme(): void }) {
  const styles = useStyles();
  const woodgrove = useWoodgrove();
  const people = useValue(woodgrove.people);
  const online = useValue(woodgrove.online);
  const botDown = useValue(woodgrove.botDown);
  const [where, go] = useWhere();
  const [tenant, keepTenant] = useKept('sandbox.tenant');
  const narrow = useNarrow();
  const tenantShown = tenant !== 'hidden';
  const redeem = useRedeem((guest) => go({ person: guest, place: null }));
  const startOver = useStartOver(() => go({ person: null, place: null }));
  const viewer = people?.people.find(({ key }) => key === where.person) ?? people?.people[0];

  return (
    <div className={styles.page}>
      <TopBar
        dark={dark}
        narrow={narrow}
        onToggleTheme={onToggleTheme}
        onStartOver={startOver}
        onShowTenant={narrow || tenantShown ? null : () => keepTenant('shown')}
      />
      {online ? null : (
        <MessageBar intent="warning" className={styles.offline}>
          <MessageBarBody>{t('shell.offline')}</MessageBarBody>
        </MessageBar>
      )}
      {people && online && botDown ? <BotDown name={people.bot.name} /> : null}
      {people && viewer ? (
        <Layout
          people={people}
          viewer={viewer}
          where={where}
          onGo={go}
          onRedeem={(mail) => void redeem(mail)}
          tenantShown={tenantShown}
          onHideTenant={() => keepTenant('hidden')}
        />
      ) : (
        <Spinner className={styles.waiting} label={t('shell.loading')} />
      )}
    </div>
  );
}

function useStartOver(onDone: () => void): () => Promise<void> {
  const woodgrove = useWoodgrove();
  const toast = useToasts();
  return async () => {
    try {
      await woodgrove.startOver();
      onDone();
      toast('success', t('shell.startedOver'));
    } catch {
      toast('error', t('shell.startOverFailed'));
    }
  };
}
