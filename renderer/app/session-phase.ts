import { expiresAtMs, expiryWarningsMs } from '../../shared/session/life.ts';
import type { SessionView } from '../../shared/session/view.ts';

/** What is still owed when a session is closed: responses and transcriptions that have not reported. */
export function openCount(view: SessionView | null): number {
  if (view === null) return 0;
  let open = 0;
  for (const chunk of view.responses.chunks.slice(-2)) {
    open += chunk.filter((response) => response.status === 'in_progress').length;
  }
  for (const chunk of view.items.chunks.slice(-2)) {
    open += chunk.filter((item) => item.transcription?.status === 'pending').length;
  }
  return open;
}

/**
 * Milliseconds until the service closes the session by itself; null when it did not say.
 * @param wallMs wall time, which goes on while the computer sleeps
 */
export function expiresInMs(view: SessionView | null, wallMs: number): number | null {
  const endMs = expiresAtMs(view?.effective ?? null);
  return endMs === null ? null : Math.max(0, endMs - wallMs);
}

/** How near the end of the session is: 0 far, 1 within the first warning, 2 within the last. */
export function expiryNearness(leftMs: number | null): 0 | 1 | 2 {
  if (leftMs === null || leftMs > expiryWarningsMs[0]) return 0;
  return leftMs > expiryWarningsMs[1] ? 1 : 2;
}
