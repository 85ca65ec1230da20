import { last } from '../../../shared/kit/chunk-list.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { isOpen, openWork } from '../../../shared/session/open-work.ts';
import { isByHand, turnByHand } from '../../../shared/session/turn-by-hand.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { Conversation } from './file-queue.ts';

export interface ConversationParts {
  readonly view: () => SessionView;
  /** Session time. */
  readonly nowMs: () => number;
  readonly send: (event: JsonObject) => void;
  /** How long an answer that is due may take to begin; undefined: the usual time. */
  readonly answerMs?: number | undefined;
}

/** How a session's conversation stands, by its view. */
export function conversationOf({ view, nowMs, send, answerMs }: ConversationParts): Conversation {
  return {
    busy: () => {
      const { speech, playback } = view();
      return (
        last(speech)?.endMs === null || last(playback)?.endMs === null || isOpen(openWork(view(), nowMs(), answerMs))
      );
    },
    byHand: () => isByHand(view()),
    commit: () => {
      for (const event of turnByHand(view())) send(event);
    },
  };
}
