import { toArray } from '../../../shared/kit/chunk-list.ts';
import { benchError } from '../../../shared/kit/errors.ts';
import { asString, atPath, type JsonObject } from '../../../shared/kit/json.ts';
import { lookup } from '../../../shared/kit/lookup.ts';
import { cancelResponse, createItem, createResponse } from '../../../shared/protocol/client-events.ts';
import { functionOutput } from '../../../shared/protocol/conversation-items.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import { answerFor, type ToolAnswers } from '../../../shared/session/tool-answers.ts';
import { type CallView, responseOf, type SessionView } from '../../../shared/session/view.ts';
import type { MakePlayer } from '../ports/media.ts';
import type { AudioOut, CutOff } from './audio-out.ts';

/** The parts of a session that an interruption touches. */
export interface ReactionParts {
  readonly audioOut: AudioOut;
  readonly view: () => SessionView;
  readonly send: (event: JsonObject) => void;
  readonly bench: (event: BenchEvent) => void;
}

/** Whether the service stops its answer by itself when speech begins; it does unless told not to. */
const serviceInterrupts = (view: SessionView): boolean =>
  atPath(view.effective ?? {}, 'audio.input.turn_detection.interrupt_response') !== false;

/** What the service must forget of an item that was cut off: everything after the last whole millisecond played. Null: nothing. */
export function truncation(cut: CutOff): JsonObject | null {
  const receivedMs = Math.floor(cut.receivedMs);
  const playedMs = Math.min(Math.floor(cut.playedMs), receivedMs);
  if (playedMs >= receivedMs) return null;
  return { type: 'conversation.item.truncate', item_id: cut.itemId, content_index: 0, audio_end_ms: playedMs };
}

/** Stops the assistant's voice and tells the service how much of it was heard. */
export async function cutVoice({ audioOut, view, send }: ReactionParts): Promise<void> {
  const running = toArray(view().responses).filter((response) => response.status === 'in_progress');
  audioOut.silence(running.map((response) => response.id));
  for (const cut of await audioOut.interrupt('interrupted')) {
    const event = truncation(cut);
    if (event !== null) send(event);
  }
}

/**
 * The voice goes to another player, or to none: a page was loaded anew, an output has died. What it had not played is heard by nobody,
 * so the service is told how much was, and what it still says of that answer is stopped.
 */
export function changePlayer({ audioOut, view, send }: ReactionParts, player: MakePlayer | null): void {
  const cuts = audioOut.setPlayer(player);
  const cancelled = new Set(cuts.map((cut) => cut.responseId).filter((id) => isRunning(view(), id)));
  for (const id of cancelled) send(cancelResponse(id));
  for (const cut of cuts) {
    const event = truncation(cut);
    if (event !== null) send(event);
  }
}

const isRunning = (view: SessionView, responseId: string): boolean =>
  responseOf(view, responseId)?.status === 'in_progress';

/** The service heard somebody begin to speak. */
async function onSpeechStarted(parts: ReactionParts): Promise<void> {
  if (!serviceInterrupts(parts.view())) return;
  await cutVoice(parts);
}

/** A model may call again and again, and each round is charged: after so many answers in a row a person has to look. */
const mostInARow = 20;

/** Calls answered from the table since a person last said or typed something. */
function answeredInARow({ view }: ReactionParts): number {
  const items = toArray(view().items);
  const since = items.findLastIndex((item) => item.role === 'user' && item.kind === 'message');
  const recent = new Set(items.slice(since + 1).map((item) => item.id));
  return toArray(view().calls).filter((call) => call.answeredBy !== null && recent.has(call.itemId)).length;
}

const looping = benchError('refused', `${mostInARow} calls in a row were answered from the table.`, {
  nextStep: 'The model may be calling without end, and every round is charged. This call waits for a result of yours.',
});

/** The calls of one response that wait for a result. */
const openCalls = ({ view }: ReactionParts, responseId: string): CallView[] =>
  toArray(view().calls).filter((call) => call.responseId === responseId && call.status !== 'answered');

/**
 * Answers the calls of a response that is done, as far as the table has answers, and asks for the next response once
 * none of them waits for a person. Out of band nothing is answered: a result would land in a conversation that never
 * saw the call.
 */
export function answerCalls(parts: ReactionParts, event: JsonObject, answers: ToolAnswers): void {
  const responseId = asString(atPath(event, 'response.id')) ?? '';
  const response = responseOf(parts.view(), responseId);
  if (response === undefined || response.outOfBand || response.status !== 'completed') return;
  let sent = 0;
  for (const call of openCalls(parts, responseId)) {
    const answer = answerFor(call, answers);
    if (answer === null) continue;
    if (answeredInARow(parts) >= mostInARow) return parts.bench({ type: 'bench.error', error: looping });
    parts.bench({ type: 'bench.tool', callId: call.callId, by: answer.by });
    parts.send(createItem(functionOutput(call.callId, answer.output)));
    sent += 1;
  }
  if (sent > 0 && openCalls(parts, responseId).length === 0) parts.send(createResponse());
}

/** What a server event makes the bench do, beyond recording and showing it. `pcm`: the audio it carries. */
export type Reaction = (parts: ReactionParts, event: JsonObject, pcm: Buffer | null) => void | Promise<void>;

const playAudio: Reaction = ({ audioOut }, event, pcm) => {
  const itemId = asString(event['item_id']);
  if (pcm === null || itemId === undefined) return;
  audioOut.delta(asString(event['response_id']) ?? '', itemId, pcm);
};

/** The end of an item's voice, after what its decoder still held. */
const audioDone: Reaction = (parts, event, pcm) => {
  void playAudio(parts, event, pcm);
  parts.audioOut.itemDone(asString(event['item_id']) ?? '');
};

/** One entry an event, by its GA name. */
const reactions = lookup<Reaction>({
  'input_audio_buffer.speech_started': (parts) => onSpeechStarted(parts),
  'response.output_audio.delta': playAudio,
  'response.output_audio.done': audioDone,
  'response.done': ({ audioOut }, event) => audioOut.responseDone(asString(atPath(event, 'response.id')) ?? ''),
});

/** What an event, in the GA dialect, makes the bench do; undefined: it is only recorded and shown. */
export const reactionTo = (event: JsonObject): Reaction | undefined => reactions(asString(event['type']) ?? '');
