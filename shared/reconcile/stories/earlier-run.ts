import { holds } from '../../kit/span.ts';
import type { StoryKind } from './story-kind.ts';
import { count } from '../../kit/numbers.ts';

/** An earlier run of the same clip, which reads what the first response read. */
export const earlierRun: StoryKind = {
  id: 'earlier-run',
  rival: {
    warmsCache: true,
    of: ({ ranked, space }) => {
      const [first] = space.turns;
      const reruns = ranked.some(({ story }) =>
        story.further.some(
          ({ reads: { audio, text, open } }) =>
            open === null && holds(audio, first?.audioIn ?? -1) && holds(text, first?.textIn ?? -1),
        ),
      );
      return reruns && first !== undefined
        ? {
            id: earlierRun.id,
            title: 'An earlier run of the same clip',
            text: `on this UTC day, which reads ${count(first.audioIn)} audio and ${count(first.textIn)} text as the first response did`,
          }
        : null;
    },
  },
};
