import { atPath } from '../../json.ts';
import { commitNeedsMs } from '../../protocol/client-events/limits.ts';
import { last } from '../chunk-list.ts';
import type { SessionView } from '../view.ts';
import type { Guard, GuardCase } from './guard.ts';

const detects = ({ effective }: SessionView): boolean =>
  effective !== null && (atPath(effective, 'audio.input.turn_detection') ?? null) !== null;

/** Audio the service holds that is in no turn yet; at most as long as the key was held, where one was. */
function bufferedMs({ view, heldMs }: GuardCase): number {
  const sinceMs = Math.max(0, view.input.sentMs - view.input.committedMs);
  return heldMs === undefined ? sinceMs : Math.min(sinceMs, heldMs);
}

export const inputGuards: readonly Guard[] = [
  {
    id: 'commit-short',
    on: 'input_audio_buffer.commit',
    warn: (about) => {
      const ms = Math.round(bufferedMs(about));
      if (detects(about.view) || ms >= commitNeedsMs) return null;
      return `Only ${ms} ms of audio are in the buffer, and the service refuses a commit of less than ${commitNeedsMs} ms. Talk for longer, then commit.`;
    },
  },
  {
    id: 'commit-under-vad',
    on: 'input_audio_buffer.commit',
    warn: ({ view }) =>
      detects(view)
        ? 'Turn detection is on, so the service commits each turn by itself. A commit now either finds nothing and is refused, or makes a turn of the rest that is in the buffer, which is answered and charged.'
        : null,
  },
  {
    id: 'clear-while-speaking',
    on: 'input_audio_buffer.clear',
    warn: ({ view }) => {
      const speech = last(view.speech);
      return detects(view) && speech !== undefined && speech.endMs === null
        ? 'Somebody is speaking. What was said of this turn so far is thrown away, and the VAD takes the rest for a turn of its own.'
        : null;
    },
  },
];
