import { count } from '../../kit/numbers.ts';
import { beyondOf } from './space.ts';
import type { StoryKind } from './story-kind.ts';

/** So many tokens more a session, whatever was said. */
export const overhead: StoryKind = {
  id: 'overhead',
  rival: {
    of: ({ space }) => {
      const { audioIn, textIn } = beyondOf({ ...space, log: null });
      const parts = [
        ...(textIn > 0 ? [`${count(textIn)} text`] : []),
        ...(audioIn > 0 ? [`${count(audioIn)} audio`] : []),
      ];
      return parts.length === 0
        ? null
        : {
            id: overhead.id,
            title: 'A fixed overhead',
            text: `of ${parts.join(' and ')} tokens a session, whatever was said`,
          };
    },
  },
};
