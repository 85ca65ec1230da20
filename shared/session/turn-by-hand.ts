import { type CommitInput, commitInput, type CreateResponse, createResponse } from '../protocol/client-events.ts';
import { isTranscription } from './session-kind.ts';
import type { SessionView } from './view.ts';

/** What ends a turn where no VAD does: a transcription session answers nothing, and refuses to be asked for a response. */
export const turnByHand = (view: Pick<SessionView, 'effective' | 'header'>): (CommitInput | CreateResponse)[] => [
  commitInput(),
  ...(isTranscription(view) ? [] : [createResponse()]),
];
