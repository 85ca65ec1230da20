import { last, toArray } from '../kit/chunk-list.ts';
import { atPath } from '../kit/json.ts';
import { seconds } from '../kit/numbers.ts';
import { isTranscription } from './session-kind.ts';
import { answerBeginsWithinMs, waitingTurns } from './unanswered.ts';
import { itemOf, type ItemView, type ResponseView, type SentCreate, type SessionView } from './view.ts';

/** What a session would lose by closing now: usage that has been caused and not yet reported. */
export interface OpenWork {
  /** Response ids created and not done. */
  readonly responses: readonly string[];
  /** Item ids committed with transcription on and not yet transcribed. */
  readonly transcriptions: readonly string[];
  /** A response is bound to begin: a turn has ended and the service answers by itself, or the bench asked for one. */
  readonly awaitsResponse: boolean;
}

/** The newest `response.create` the bench sent, while the service has begun no response since and has not refused it. */
function openAsk({ asked, responses }: SessionView): SentCreate | null {
  const newest = asked.creates.at(-1);
  return newest !== undefined && newest.seq > (last(responses)?.createdSeq ?? 0) ? newest : null;
}

function awaitsResponse(view: SessionView, nowMs: number, answerMs: number): boolean {
  const recent = (sinceMs: number | null | undefined, withinMs = answerBeginsWithinMs): boolean =>
    sinceMs !== null && sinceMs !== undefined && nowMs - sinceMs < withinMs;
  if (recent(view.input.commitAskedMs)) return true;
  if (isTranscription(view)) return false;
  if (recent(openAsk(view)?.t, answerMs)) return true;
  if (waitingTurns(view).some(({ t }) => recent(t, answerMs))) return true;
  const vad = atPath(view.effective ?? {}, 'audio.input.turn_detection');
  if (vad === null || vad === undefined || atPath(vad, 'create_response') === false) return false;
  const { endMs = null, audioEndMs = null, itemId } = last(view.speech) ?? {};
  // A stretch that ended because its VAD was switched off is no turn of that VAD.
  if (audioEndMs === null) return false;
  // Once it is committed it is a turn, and waits as such.
  if ((itemOf(view, itemId)?.committedMs ?? null) !== null) return false;
  const answered = toArray(view.responses).some((response) => response.createdMs >= (endMs ?? 0));
  return endMs !== null && !answered && recent(endMs);
}

/**
 * @param nowMs session time, which moves on where the view's own stands still
 * @param answerMs how long an answer that is due may take to begin
 */
export function openWork(view: SessionView, nowMs: number, answerMs = answerBeginsWithinMs): OpenWork {
  return {
    responses: toArray(view.responses).flatMap((response) => (response.status === 'in_progress' ? [response.id] : [])),
    transcriptions: toArray(view.items).flatMap((item) => (item.transcription?.status === 'pending' ? [item.id] : [])),
    awaitsResponse: awaitsResponse(view, nowMs, answerMs),
  };
}

export const isOpen = (work: OpenWork): boolean =>
  work.awaitsResponse || work.responses.length > 0 || work.transcriptions.length > 0;

const told = (what: string, id: string): string =>
  `${what} ${id} had not finished: what it used was never reported and may be billed all the same.`;

/** What was left open, in whole sentences, by the ids of the service. */
export function unfinished(work: OpenWork): string[] {
  return [
    ...work.responses.map((id) => told('Response', id)),
    ...work.transcriptions.map((id) => told('The transcription of', id)),
  ];
}

function lostResponse(view: SessionView, response: ResponseView): string {
  const audioMs = toArray(view.items)
    .filter((item) => item.responseId === response.id)
    .reduce((sum, item) => sum + item.audioMs, 0);
  const came = audioMs > 0 ? `${seconds(audioMs)} of it had come` : 'nothing of it had come';
  return `R${response.number} was still running and ${came}.`;
}

const lostTranscription = (item: ItemView): string =>
  item.audioMs > 0
    ? `The transcript of ${seconds(item.audioMs)} spoken at ${Math.floor(item.startMs / 60_000)}:${String(Math.floor(item.startMs / 1000) % 60).padStart(2, '0')} had not come.`
    : `The transcript of ${item.id} had not come.`;

/** The usage that a close hides, each response and transcription by what a person knows it by. */
export function lostUsage(
  view: SessionView,
  responseIds: readonly string[],
  transcriptionIds: readonly string[],
): string[] {
  const responses = toArray(view.responses).filter((response) => responseIds.includes(response.id));
  const items = toArray(view.items).filter((item) => transcriptionIds.includes(item.id));
  return [
    ...responses.map((response) => lostResponse(view, response)),
    ...items.map((item) => lostTranscription(item)),
  ];
}
