import {
  type Theme,
  teamsDarkTheme,
  teamsHighContrastTheme,
  teamsLightTheme,
} from '@fluentui/react-components';
import { createContext, use } from 'react';
import { useKept } from './use-kept.ts';
import { useMedia } from './use-media.ts';

const look = createContext(false);

/** Hands down whether the page is dark. */
export const LookProvider = look.Provider;

/** Whether the page is dark, for what is drawn by other means than its theme. */
export const useDark = () => use(look);

/** The page's look: as the system wants it until somebody chooses. High contrast is the system's alone. */
export function useTheme(): { theme: Theme; dark: boolean; toggle(): void } {
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const forced = useMedia('(forced-colors: active)');
  const [chosen, choose] = useKept('sandbox.theme');
  const dark = chosen ? chosen === 'dark' : systemDark;
  const theme = dark ? teamsDarkTheme : teamsLightTheme;
  return {
    theme: forced ? teamsHighContrastTheme : theme,
    dark,
    toggle: () => choose(dark ? 'light' : 'dark'),
  };
}
