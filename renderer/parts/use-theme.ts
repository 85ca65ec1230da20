import { useEffect } from 'react';
import type { Preferences } from '../../shared/bench-api.ts';
import { useMedia } from './use-media.ts';

/** Puts the theme on the page: the person's, or the system's as long as it is left to it. */
export function useTheme(theme: Preferences['theme']): void {
  const light = useMedia('(prefers-color-scheme: light)');
  const shown = theme === 'system' ? (light ? 'light' : 'dark') : theme;
  useEffect(() => {
    document.documentElement.dataset['theme'] = shown;
  }, [shown]);
}
