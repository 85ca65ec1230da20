import type { BenchClient } from './bench-client.ts';

/** The part of a document that says whether its window can be seen. */
export type SeenPage = Pick<Document, 'visibilityState' | 'addEventListener'>;

/**
 * Tells the engine whenever the window is hidden and when it is seen again, and a new engine, which takes every window to be seen, where
 * it is not. Sound and recording go on as they are; entries of a session come once a second while it is hidden.
 */
export function tellWhenSeen(bench: Pick<BenchClient, 'call' | 'onReconnected'>, page: SeenPage): void {
  // Told by what happens; an engine that has gone meanwhile is told when it is back.
  const tell = (): void => void bench.call('window.seen', { seen: page.visibilityState === 'visible' });
  const tellHidden = (): void => {
    if (page.visibilityState !== 'visible') tell();
  };
  page.addEventListener('visibilitychange', tell);
  bench.onReconnected(tellHidden);
  tellHidden();
}
