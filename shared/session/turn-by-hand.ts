import { atPath } from '../kit/json.ts';
import { type CommitInput, commitInput, type CreateResponse, createResponse } from '../protocol/client-events.ts';
import { isTranscription } from './session-kind.ts';
import type { SessionView } from './view.ts';

/** The service ends no turn by itself: turn detection is off. Before it has said what it does, nobody knows. */
export const isByHand = ({ effective }: Pick<SessionView, 'effective'>): boolean =>
  atPath(effective ?? {}, 'audio.input.turn_detection') === null;

/** What ends a turn where no VAD does: a transcription session answers nothing, and refuses to be asked for a response. */
export const turnByHand = (view: Pick<SessionView, 'effective' | 'header'>): (CommitInput | CreateResponse)[] => [
  commitInput(),
  ...(isTranscription(view) ? [] : [createResponse()]),
];

/** A file has spoken, and is neither committed nor cleared: to clear the buffer would throw its speech away. */
export const fileIsUncommitted = ({ input }: Pick<SessionView, 'input'>): boolean => input.fileToMs > input.committedMs;
