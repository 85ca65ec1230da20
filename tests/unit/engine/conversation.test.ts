import { describe, expect, it } from 'vitest';
import { conversationOf } from '../../../electron/engine/session/conversation.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { header, LogWriter } from '../session/log.ts';

const begun = (session: JsonObject): LogWriter =>
  new LogWriter().bench({ type: 'bench.connected', handshakeMs: 1 }).server('session.created', { session });

function conversation(log: LogWriter, laterMs = 0, answerMs?: number) {
  const sent: JsonObject[] = [];
  const view = foldSession(header, log.entries);
  const parts = { view: () => view, nowMs: () => view.t + laterMs, answerMs };
  return { sent, ...conversationOf({ ...parts, send: (event) => void sent.push(event) }) };
}

describe('the conversation that a file waits for', () => {
  it.each([
    ['realtime', ['input_audio_buffer.commit', 'response.create']],
    ['transcription', ['input_audio_buffer.commit']],
  ])('of a %s session without turn detection has its turns ended as that type has it', (type, events) => {
    const held = conversation(begun({ type, audio: { input: { turn_detection: null } } }));
    expect(held.byHand()).toBe(true);
    held.commit();
    expect(held.sent.map(({ type: sent }) => sent)).toEqual(events);
  });

  it('is busy as long as an answer that is due may take to begin', () => {
    const session = { type: 'realtime', audio: { input: { turn_detection: { type: 'server_vad' } } } };
    const log = begun(session).server('input_audio_buffer.committed', { item_id: 'u1' });
    const busy = (laterMs: number, answerMs?: number): boolean => conversation(log, laterMs, answerMs).busy();
    expect([busy(2900), busy(3000), busy(9000, 30_000), busy(30_000, 30_000)]).toEqual([true, false, true, false]);
  });
});
