import type { SessionView } from '../../shared/session/view.ts';

/** Where the window stands, for the head of it: one word, and how it is marked. */
export interface Standing {
  readonly word: string;
  readonly mark: 'none' | 'dot' | 'wait' | 'ended' | 'refused';
}

/** The state of the session on screen in one word. `live`: it is the engine's running one, not a record being read. */
export function standingOf(view: Pick<SessionView, 'phase'> | null, starting: string | null): Standing {
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

/** Milliseconds until the service closes the session by itself; null when it did not say. */
export function expiresInMs(view: SessionView | null, nowMs: number): number | null {
  const expiresAt = view?.effective?.['expires_at'];
  const startedAt = view?.header?.startedAt;
  if (typeof expiresAt !== 'number' || startedAt === undefined) return null;
  return Math.max(0, expiresAt * 1000 - Date.parse(startedAt) - nowMs);
}
