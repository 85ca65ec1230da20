import { samplesOf, wholeMs } from '../audio/time.ts';
import { interruptResponse } from '../responses/cancel-response.ts';
import { startResponse } from '../responses/start-response.ts';
import type { Session } from '../session.ts';
import type { TurnMark } from '../vad/turn-detector.ts';
import { turnRules } from '../vad/turn-rules.ts';
import { commitTurn } from './commit-turn.ts';

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
  commitTurn(session, turn.itemId, turn.from, end);
  if (detection.create_response && !session.transcribes) startResponse(session, {}, null);
}

/** What the detector found in the audio: turns begin and end. */
export function onTurnMark(session: Session, mark: TurnMark): void {
  if (mark.kind === 'started') turnStarted(session, mark.onset);
  else turnStopped(session, mark.end);
}
