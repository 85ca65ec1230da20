import { lazy } from 'react';

const live = async () => ({ default: (await import('../pages/live/live.tsx')).LivePage });
const options = async () => ({ default: (await import('../pages/live/options/panel.tsx')).OptionsPanel });
const sessions = async () => ({ default: (await import('../pages/sessions/sessions.tsx')).SessionsPage });

/** Every screen but the first is a chunk of its own: the start page is there before the others are read. */
export const LivePage = lazy(live);
export const OptionsPanel = lazy(options);
export const SessionsPage = lazy(sessions);
export const ReconcilePage = lazy(() => import('../pages/reconcile/reconcile.tsx'));

/** Reads the screens that a person opens next, so that none of them makes anyone wait. */
export function readAhead(): void {
  // A chunk that cannot be read now is asked for again, and reported, when its screen is opened.
  for (const read of [live, options, sessions]) void read().catch(() => undefined);
}
