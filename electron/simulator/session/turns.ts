import { performance } from 'node:perf_hooks';
import type { SessionConfig } from '../config/session-config.ts';
import type { MessageItem } from '../model/conversation.ts';
import { deliveriesOf, type RunningResponse } from '../model/response.ts';
import { bytesFromBase64, createDecoder, msOf, reduceNoise, samplesOf, wholeMs } from '../wire/audio.ts';
import { errors } from '../wire/errors.ts';
import { type TurnMark, turnRules } from './input-audio.ts';
import { announceItem } from './item-events.ts';
import { interruptResponse, startResponse } from './response-events.ts';
import type { Session } from './session-state.ts';
import { sendLiveWords } from './live-words.ts';
import { transcribe } from './transcription.ts';

const minCommitMs = 100;

/** Makes a user item of the buffer between two positions; what lies before `to` is used up. */
function commitTurn(session: Session, itemId: string, from: number, to: number): void {
  const sent = session.live?.itemId === itemId ? session.live.sent : '';
  session.live = null;
  const item: MessageItem = {
    type: 'message',
    id: itemId,
    role: 'user',
    status: 'completed',
    parts: [{ type: 'input_audio', pcm24k: session.buffer.slice(from, to), transcript: null }],
  };
  session.buffer.dropBefore(to);
  session.turn = null;
  session.endIdle();
  const previous = session.conversation.add(item) ?? null;
  session.send('input_audio_buffer.committed', { previous_item_id: previous, item_id: item.id });
  announceItem(session, item, previous);
  transcribe(session, item, sent);
}

/** Where in the buffer the audio lies that a commit would take: all of it without VAD, the turn being spoken with it. */
function uncommitted(session: Session): { from: number; to: number } {
  const { buffer, turn, config } = session;
  if (config.audio.input.turn_detection === null) return { from: buffer.start, to: buffer.end };
  return { from: turn?.from ?? buffer.end, to: buffer.end };
}

/** `input_audio_buffer.commit` from the client. */
export function commitByHand(session: Session, eventId: string | null): void {
  const { from, to } = uncommitted(session);
  if (to - from < samplesOf(minCommitMs)) return session.refuse(errors.commitEmpty(msOf(to - from)), eventId);
  sendLiveWords(session, to);
  const itemId = session.turn?.itemId ?? session.live?.itemId ?? session.ids.named('item');
  session.detector.reset();
  commitTurn(session, itemId, from, to);
}

/** `input_audio_buffer.clear` */
export function clearBuffer(session: Session): void {
  session.buffer.dropBefore(session.buffer.end);
  session.detector.reset();
  session.turn = null;
  session.live = null;
  session.send('input_audio_buffer.cleared');
}

function turnStarted(session: Session, onset: number): void {
  const { turn_detection: detection } = session.config.audio.input;
  if (detection === null) return;
  session.endIdle();
  const from = Math.max(session.buffer.start, onset - samplesOf(turnRules(detection).prefixMs));
  const itemId = session.ids.named('item');
  session.turn = { itemId, from };
  session.send('input_audio_buffer.speech_started', { audio_start_ms: wholeMs(from), item_id: itemId });
  if (detection.interrupt_response) interruptResponse(session);
}

function turnStopped(session: Session, end: number): void {
  const { turn_detection: detection } = session.config.audio.input;
  const { turn } = session;
  if (detection === null || turn === null) return;
  session.send('input_audio_buffer.speech_stopped', { audio_end_ms: wholeMs(end), item_id: turn.itemId });
  sendLiveWords(session, end);
  commitTurn(session, turn.itemId, turn.from, end);
  if (detection.create_response && !session.transcribes) startResponse(session, {}, null);
}

/** What the detector found in the audio: turns begin and end. */
function onTurnMark(session: Session, mark: TurnMark): void {
  if (mark.kind === 'started') turnStarted(session, mark.onset);
  else turnStopped(session, mark.end);
}

const maxAppendBytes = 15 * 1024 * 1024;
/** Without speech this much audio is kept beside the prefix padding: what a detector may still reach back to. */
const sparePrefixMs = 500;

/** `input_audio_buffer.append`: no answer but what the VAD finds in the audio. */
export function appendAudio(session: Session, base64: string, eventId: string | null): void {
  const { format, turn_detection: detection } = session.config.audio.input;
  const bytes = bytesFromBase64(base64);
  if (bytes === null) return session.refuse(errors.badValue('audio', 'expected base64-encoded audio bytes.'), eventId);
  if (bytes.length > maxAppendBytes) {
    const sentence = `${bytes.length} bytes of audio in one event; the most is ${maxAppendBytes} (15 MiB).`;
    return session.refuse(errors.badValue('audio', sentence), eventId);
  }
  if (format.type === 'audio/pcm' && bytes.length % 2 !== 0) {
    return session.refuse(errors.badValue('audio', 'PCM16 has two bytes a sample, and an odd number came.'), eventId);
  }
  const heard = session.decoder(bytes);
  const { noise_reduction: noise } = session.config.audio.input;
  const pcm24k = noise === null ? heard : reduceNoise(heard, noise);
  session.buffer.append(pcm24k);
  if (detection !== null) {
    session.detector.push(pcm24k, turnRules(detection), (mark) => onTurnMark(session, mark));
  }
  sendLiveWords(session, session.buffer.end);
  dropSilence(session);
}

/** Under VAD, silence older than any turn could reach back to is forgotten. */
function dropSilence(session: Session): void {
  const { turn_detection: detection } = session.config.audio.input;
  if (detection === null || session.turn !== null) return;
  const keep = session.buffer.end - samplesOf(turnRules(detection).prefixMs + sparePrefixMs);
  session.buffer.dropBefore(Math.min(keep, session.idleFrom ?? keep));
}

/** Follows a change of the input's configuration: another format, or turn detection switched. */
export function inputConfigured(session: Session, before: SessionConfig): void {
  const was = before.audio.input;
  const is = session.config.audio.input;
  if (was.format.type !== is.format.type) session.decoder = createDecoder(is.format);
  if ((was.turn_detection === null) === (is.turn_detection === null)) return;
  if (is.turn_detection === null) session.buffer.dropBefore(session.turn?.from ?? session.buffer.end);
  session.startListening();
}

function idleTimeoutMs(session: Session): number | null {
  const { turn_detection: detection } = session.config.audio.input;
  return detection?.type === 'server_vad' ? detection.idle_timeout_ms : null;
}

/** How much longer a client that began to play with the first delta plays, in ms of natural time. */
function playbackLeftMs(session: Session, ended: RunningResponse): number {
  const spoken = deliveriesOf(ended).filter(({ plan }) => plan.kind === 'spoken');
  const [first] = spoken;
  if (first === undefined) return 0;
  const playedMs = (performance.now() - first.startedAtMs) / session.scaled(1);
  return Math.max(0, spoken.reduce((sum, { sentMs }) => sum + sentMs, 0) - playedMs);
}

/** After a response: once its playback is over, the idle timeout runs until someone speaks. */
export function armIdleTimeout(session: Session, ended: RunningResponse): void {
  const timeoutMs = idleTimeoutMs(session);
  if (timeoutMs === null) return;
  session.endIdle();
  session.stopIdle = session.wait(playbackLeftMs(session, ended), () => {
    session.idleFrom = session.buffer.end;
    session.stopIdle = session.wait(timeoutMs, () => timedOut(session));
  });
}

/** What the service tells the model when nobody spoke. The words are the simulator's own. */
const lookAgain =
  'The person has said nothing for a while. Look at the last audio again: if there are words in it, answer them; if not, ask whether they are still there.';

/** Puts what the model is told about the silence behind it. */
function addIdleItem(session: Session): void {
  const item: MessageItem = {
    type: 'message',
    id: session.ids.named('item'),
    role: 'system',
    status: 'completed',
    parts: [{ type: 'input_text', text: lookAgain }],
  };
  announceItem(session, item, session.conversation.add(item) ?? null);
}

/** Nobody spoke: the silence is committed and answered. */
function timedOut(session: Session): void {
  const to = session.buffer.end;
  const from = session.idleFrom ?? to;
  session.endIdle();
  if (idleTimeoutMs(session) === null || session.turn !== null || session.active !== undefined) return;
  const itemId = session.ids.named('item');
  session.send('input_audio_buffer.timeout_triggered', {
    audio_start_ms: wholeMs(from),
    audio_end_ms: wholeMs(to),
    item_id: itemId,
  });
  commitTurn(session, itemId, from, to);
  addIdleItem(session);
  startResponse(session, {}, null);
}
