import type { SessionView } from '../../shared/session/view.ts';
import type { Starting } from '../store/start.ts';

/** Where the window stands, for the head of it: one word, and how it is marked. */
export interface Standing {
  readonly word: string;
  readonly mark: 'none' | 'dot' | 'wait' | 'ended' | 'refused';
}

/** How a session came to its end, in a word or two, where nobody here ended it; null: it was ended, as sessions are. */
export function endedOtherwise({ closing, closed }: Pick<SessionView, 'closing' | 'closed'>): string | null {
  // The bench itself ended first, and its next start noted the missing end.
  if (closing === null) return closed?.code === 1006 ? 'Cut off' : null;
  if (closing.by === 'error') return 'Failed';
  if (closing.by !== 'service') return null;
  return closed?.code === 1000 || closed?.code === 1001 ? 'Ended by the service' : 'Line lost';
}

/** The state of the session on screen in one word. */
export function standingOf(
  view: Pick<SessionView, 'phase' | 'closing' | 'closed'> | null,
  starting: Starting | null,
): Standing {
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
    case 'closed': {
      const otherwise = endedOtherwise(view);
      return otherwise === null ? { word: 'Ended', mark: 'ended' } : { word: otherwise, mark: 'refused' };
    }
    case 'refused':
      return { word: 'Refused', mark: 'refused' };
  }
}
