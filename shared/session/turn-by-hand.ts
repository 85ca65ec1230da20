import { type CommitInput, commitInput, type CreateResponse, createResponse } from '../protocol/client-events.ts';
import { type SessionView, transcribes } from './view.ts';

/** What ends a turn where no VAD does: a transcription session answers nothing, and refuses to be asked for a response. */
export const turnByHand = (view: Pick<SessionView, 'effective' | 'header'>): (CommitInput | CreateResponse)[] => [
  commitInput(),
  ...(transcribes(view) ? [] : [createResponse()]),
];
