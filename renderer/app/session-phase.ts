import { expiresAtMs, expiryWarningsMs } from '../../shared/session/life.ts';
import type { SessionView } from '../../shared/session/view.ts';
import type { Starting } from '../store/start.ts';

/** Where the window stands, for the head of it: one word, and how it is marked. */
export interface Standing {
  readonly word: string;
  readonly mark: 'none' | 'dot' | 'wait' | 'ended' | 'refused';
}

/** The state of the session on screen in one word. `live`: it is the engine's running one, not a record being read. */
export function standingOf(view: Pick<SessionView, 'phase'> | null, starting: Starting | null): Standing {
  if (starting === 'file') return { word: 'Reading the file', mark: 'wait' };
  if (starting === 'microphone') return { word: 'Waiting for the microphone', mark: 'wait' };
  if (starting === 'deployment') return { word: 'Connecting', mark: 'wait' };
  if (view === null) return { word: 'Not connected', mark: 'none' };
  switch (view.phase) {
    case 'connecting':
      return { word: 'Connecting', mark: 'wait' };
    case 'open':
      return { word: 'Connected', mark: 'dot' };
    case 'closing':
      return { word: 'Closing', mark: 'wait' };
    case 'closed':
      return { word: 'Ended', mark: 'ended' };
    case 'refused':
      return { word: 'Refused', mark: 'refused' };
  }
}

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
