import { type ComponentType, lazy } from 'react';
import type { BenchError } from '../../shared/kit/errors.ts';
import type { Page } from '../store/pages.ts';

export interface ScreenProps {
  /** Why the last start failed; null: it did not, or another session runs. */
  readonly error: BenchError | null;
}

const live = async () => ({ default: (await import('../pages/live/live.tsx')).LivePage });
const options = async () => ({ default: (await import('../pages/live/options/panel.tsx')).OptionsPanel });
const sessions = async () => ({ default: (await import('../pages/sessions/sessions.tsx')).SessionsPage });

/** What draws each screen. Every one is a chunk of its own: the start page is there before the others are read. */
export const screens: Readonly<Record<Page, ComponentType<ScreenProps>>> = {
  live: lazy(live),
  sessions: lazy(sessions),
  reconcile: lazy(() => import('../pages/reconcile/reconcile.tsx')),
};

/** The options beside the start page. */
export const OptionsPanel = lazy(options);

/** Reads the screens that a person opens next, so that none of them makes anyone wait. */
export function readAhead(): void {
  // A chunk that cannot be read now is asked for again, and reported, when its screen is opened.
  for (const read of [live, options, sessions]) void read().catch(() => undefined);
}
