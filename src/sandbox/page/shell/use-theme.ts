import {
  type Theme,
  teamsDarkTheme,
  teamsHighContrastTheme,
  teamsLightTheme,
} from '@fluentui/react-components';
import { useKept } from './use-kept.ts';
import { useMedia } from './use-media.ts';

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
