import type { StoryKind } from './story-kind.ts';

/** Another client, or a gateway that sent the conversation again. */
export const otherClient: StoryKind = {
  id: 'other-client',
  rival: {
    of: () => ({
      id: otherClient.id,
      title: 'Another client or a failover',
      text: 'such as a gateway that sent the conversation again: only a run alone on its resource excludes it',
    }),
  },
};
