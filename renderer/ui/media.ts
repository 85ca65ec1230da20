import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { Preferences } from '../../shared/contract/bench-api.ts';

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

/** Puts the theme on the page: the person's, or the system's as long as it is left to it. */
export function useTheme(theme: Preferences['theme']): void {
  const light = useMedia('(prefers-color-scheme: light)');
  const shown = theme === 'system' ? (light ? 'light' : 'dark') : theme;
  useEffect(() => {
    document.documentElement.dataset['theme'] = shown;
  }, [shown]);
}

const appTitle = 'Voxtally';

/** Names the window after what is open on the page, for as long as it is; null: after the application. */
export function useWindowTitle(open: string | null): void {
  useEffect(() => {
    document.title = open === null ? appTitle : `${open} \u2013 ${appTitle}`;
    return () => {
      document.title = appTitle;
    };
  }, [open]);
}
