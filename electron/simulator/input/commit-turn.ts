import { msOf, samplesOf } from '../audio/time.ts';
import { announceItem } from '../conversation/change-items.ts';
import type { MessageItem } from '../conversation/item.ts';
import type { Session } from '../session.ts';
import { transcribe } from '../transcription/transcribe.ts';
import { errors } from '../wire/errors.ts';

const minCommitMs = 100;

/** Makes a user item of the buffer between two positions; what lies before `to` is used up. */
export function commitTurn(session: Session, itemId: string, from: number, to: number): void {
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
  transcribe(session, item);
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
  const itemId = session.turn?.itemId ?? session.ids.named('item');
  session.detector.reset();
  commitTurn(session, itemId, from, to);
}

/** `input_audio_buffer.clear` */
export function clearBuffer(session: Session): void {
  session.buffer.dropBefore(session.buffer.end);
  session.detector.reset();
  session.turn = null;
  session.send('input_audio_buffer.cleared');
}
