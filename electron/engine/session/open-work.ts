import { atPath } from '../../../shared/json.ts';
import { last, toArray } from '../../../shared/session/chunk-list.ts';
import type { SessionView } from '../../../shared/session/view.ts';

/** What a session would lose by closing now: usage that has been caused and not yet reported. */
export interface OpenWork {
  /** Response ids created and not done. */
  readonly responses: readonly string[];
  /** Item ids committed with transcription on and not yet transcribed. */
  readonly transcriptions: readonly string[];
  /** A turn has ended and the service, which answers by itself, has not begun its response. */
  readonly awaitsResponse: boolean;
}

/** A service that has not begun to answer a turn within this time is not going to. */
const answerBeginsWithinMs = 3000;

function awaitsResponse(view: SessionView, nowMs: number): boolean {
  const vad = atPath(view.effective ?? {}, 'audio.input.turn_detection');
  if (vad === null || vad === undefined || atPath(vad, 'create_response') === false) return false;
  const speech = last(view.speech);
  if (speech === undefined || speech.endMs === null) return false;
  const answered = toArray(view.responses).some((response) => response.createdMs >= (speech.endMs ?? 0));
  return !answered && nowMs - speech.endMs < answerBeginsWithinMs;
}

/** @param nowMs session time, which moves on where the view's own stands still */
export function openWork(view: SessionView, nowMs: number): OpenWork {
  return {
    responses: toArray(view.responses).flatMap((response) => (response.status === 'in_progress' ? [response.id] : [])),
    transcriptions: toArray(view.items).flatMap((item) => (item.transcription?.status === 'pending' ? [item.id] : [])),
    awaitsResponse: awaitsResponse(view, nowMs),
  };
}

export const isOpen = (work: OpenWork): boolean =>
  work.awaitsResponse || work.responses.length > 0 || work.transcriptions.length > 0;

const told = (what: string, id: string): string =>
  `${what} ${id} had not finished: what it used was never reported and may be billed all the same.`;

/** What was left open, in whole sentences. */
export function unfinished(work: OpenWork): string[] {
  return [
    ...work.responses.map((id) => told('Response', id)),
    ...work.transcriptions.map((id) => told('The transcription of', id)),
  ];
}
