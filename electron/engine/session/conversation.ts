import { last } from '../../../shared/kit/chunk-list.ts';
import { atPath, type JsonObject } from '../../../shared/kit/json.ts';
import { commitInput, createResponse } from '../../../shared/protocol/client-events.ts';
import { isOpen, openWork } from '../../../shared/session/open-work.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { Conversation } from './file-queue.ts';

export interface ConversationParts {
  readonly view: () => SessionView;
  /** Session time. */
  readonly nowMs: () => number;
  readonly send: (event: JsonObject) => void;
}

/** How a session's conversation stands, by its view. */
export function conversationOf({ view, nowMs, send }: ConversationParts): Conversation {
  return {
    busy: () => {
      const { speech, playback } = view();
      return last(speech)?.endMs === null || last(playback)?.endMs === null || isOpen(openWork(view(), nowMs()));
    },
    // Null is a turn detection that is off; before the service has said what it does, nobody knows.
    byHand: () => atPath(view().effective ?? {}, 'audio.input.turn_detection') === null,
    commit: () => {
      send(commitInput());
      send(createResponse());
    },
  };
}
