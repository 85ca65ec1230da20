import { describe, expect, it } from 'vitest';
import { at, toArray } from '../../../shared/kit/chunk-list.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { openWork } from '../../../shared/session/open-work.ts';
import { totalOf } from '../../../shared/usage/ledger.ts';
import { header, LogWriter } from './log.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';

const session = {
  type: 'realtime',
  model: 'gpt-realtime-mini-2025-12-15',
  audio: { input: { transcription: { model: 'whisper-1' } } },
};

/** One whole spoken turn: speech, commit, transcript, reply with audio, usage. */
function turn(log = new LogWriter()): LogWriter {
  return log
    .bench({ type: 'bench.connected', handshakeMs: 12 })
    .server('session.created', { session })
    .speak(400)
    .server('input_audio_buffer.speech_started', { item_id: 'u1', audio_start_ms: 100 })
    .speak(600)
    .server('input_audio_buffer.speech_stopped', { item_id: 'u1', audio_end_ms: 900 })
    .server('input_audio_buffer.committed', { item_id: 'u1', previous_item_id: null })
    .server('conversation.item.added', {
      item: { id: 'u1', type: 'message', role: 'user', content: [{ type: 'input_audio', transcript: null }] },
    })
    .server('response.created', { response: { id: 'r1', status: 'in_progress', usage: null } })
    .server('response.output_item.added', {
      response_id: 'r1',
      item: { id: 'a1', type: 'message', role: 'assistant', content: [] },
    })
    .server('response.output_audio_transcript.delta', { response_id: 'r1', item_id: 'a1', delta: 'Sure, ' })
    .server('response.output_audio.delta', {
      response_id: 'r1',
      item_id: 'a1',
      delta: { $audio: { file: 'output.wav', offset: 44, length: 9600 } },
    })
    .server('response.output_audio_transcript.delta', { response_id: 'r1', item_id: 'a1', delta: 'let me look.' })
    .server('conversation.item.input_audio_transcription.completed', {
      item_id: 'u1',
      transcript: 'Where is my order?',
      usage: { type: 'duration', seconds: 0.8 },
    })
    .server('response.output_item.done', {
      response_id: 'r1',
      item: {
        id: 'a1',
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_audio', transcript: 'Sure, let me look.' }],
      },
    })
    .server('response.done', { response: { id: 'r1', status: 'completed', usage: threadUsage } });
}

describe('the session view', () => {
  it('follows a spoken turn from speech to usage', () => {
    const view = foldSession(header, turn().entries);
    expect(view.phase).toBe('open');
    expect(toArray(view.items).map(({ id, role, text, medium }) => ({ id, role, text, medium }))).toEqual([
      { id: 'u1', role: 'user', text: 'Where is my order?', medium: 'audio' },
      { id: 'a1', role: 'assistant', text: 'Sure, let me look.', medium: 'audio' },
    ]);
    expect(at(view.items, 0)).toMatchObject({ audioMs: 800, transcription: { status: 'completed' } });
    expect(at(view.responses, 0)).toMatchObject({ number: 1, status: 'completed', audioBytes: 9600, itemIds: ['a1'] });
    expect(at(view.items, 1)).toMatchObject({ audioMs: 200, responseId: 'r1' });
    expect(totalOf(view.usage, 'response', 'output_token_details.audio_tokens')).toBe(420);
    expect(totalOf(view.usage, 'transcription', 'seconds')).toBe(0.8);
  });

  it('lets speech end where the VAD is switched off in the middle of it, and nowhere else', () => {
    const speaking = (): LogWriter =>
      new LogWriter()
        .server('session.created', { session })
        .speak(400)
        .server('input_audio_buffer.speech_started', { item_id: 'u1', audio_start_ms: 100 })
        .speak(200);
    const updated = (turnDetection: object): LogWriter =>
      speaking().server('session.updated', { session: { ...session, audio: { input: { ...turnDetection } } } });
    const endOf = (log: LogWriter): number | null | undefined => {
      const view = foldSession(header, log.entries);
      return at(view.speech, 0)?.endMs;
    };
    expect(endOf(speaking())).toBeNull();
    expect(endOf(updated({ turn_detection: { type: 'server_vad' } }))).toBeNull();
    expect(endOf(updated({}))).toBeNull();
    const off = updated({ turn_detection: null });
    expect(endOf(off)).toBe(off.entries.at(-1)?.t);
    // Switched on again it has ended no turn: nothing is bound to be answered.
    const input = { turn_detection: { type: 'server_vad' } };
    off.server('session.updated', { session: { ...session, audio: { input } } });
    const view = foldSession(header, off.entries);
    expect(openWork(view, view.t).awaitsResponse).toBe(false);
  });

  it('places speech on the session clock by the audio really written', () => {
    const view = foldSession(header, turn().entries);
    const speech = at(view.speech, 0);
    // The frame that ended at buffer position 900 was written at 960.
    expect(speech).toMatchObject({ audioStartMs: 100, audioEndMs: 900, endMs: 960 });
  });

  it('measures a turn committed by hand from the audio sent since the last commit', () => {
    const log = new LogWriter()
      .server('session.created', { session })
      .speak(300)
      .client('input_audio_buffer.commit')
      .server('input_audio_buffer.committed', { item_id: 'u1' })
      .speak(200)
      .server('input_audio_buffer.committed', { item_id: 'u2' });
    expect(toArray(foldSession(header, log.entries).items).map((item) => item.audioMs)).toEqual([300, 200]);
  });

  it('takes nothing into a turn that was sent after its commit was asked for, whenever that is answered', () => {
    const log = new LogWriter()
      .server('session.created', { session })
      .speak(300)
      .client('input_audio_buffer.commit')
      .speak(100)
      .server('input_audio_buffer.committed', { item_id: 'u1' })
      .speak(60)
      .client('input_audio_buffer.commit')
      .speak(400)
      .server('input_audio_buffer.committed', { item_id: 'u2' });
    expect(toArray(foldSession(header, log.entries).items).map((item) => item.audioMs)).toEqual([300, 160]);
  });

  it('says so when the first response was served from a cache', () => {
    expect(toArray(foldSession(header, turn().entries).alarms).map((alarm) => alarm.kind)).toEqual([
      'transcription-apart',
      'cached-on-first',
    ]);
  });

  it('raises a notice for a response without usage and for one with only zeros', () => {
    for (const usage of [null, { total_tokens: 0, input_tokens: 0, output_tokens: 0 }]) {
      const log = new LogWriter()
        .client('response.create', { event_id: 'e1' })
        .server('response.created', { response: { id: 'r1' } })
        .server('response.output_text.delta', { response_id: 'r1', item_id: 'a1', delta: 'Well' })
        .server('response.done', {
          response: { id: 'r1', status: 'cancelled', status_details: { reason: 'turn_detected' }, usage },
        });
      const view = foldSession(header, log.entries);
      expect(at(view.responses, 0)).toMatchObject({ status: 'cancelled', statusReason: 'turn_detected', usage });
      expect(toArray(view.alarms).map((alarm) => alarm.kind)).toEqual(['usage-missing']);
    }
  });

  it('keeps a response that was never created but is done', () => {
    const log = new LogWriter().server('response.done', {
      response: { id: 'r9', status: 'completed', usage: threadUsage },
    });
    expect(at(foldSession(header, log.entries).responses, 0)).toMatchObject({ id: 'r9', status: 'completed' });
  });

  it('marks responses that the closing socket cut off as lost and says what that hides', () => {
    const log = new LogWriter()
      .client('response.create', { event_id: 'e1' })
      .server('response.created', { response: { id: 'r1' } })
      .bench({
        type: 'bench.closed',
        code: 1006,
        reason: '',
        explanation: 'The connection broke.',
        openResponses: ['r1'],
        openTranscriptions: ['u1'],
      });
    const view = foldSession(header, log.entries);
    expect(at(view.responses, 0)?.status).toBe('lost');
    expect(toArray(view.alarms).map((alarm) => alarm.kind)).toEqual(['usage-lost']);
    expect(view.phase).toBe('closed');
  });

  it('ties an error to the update it answers and shows any other as an alarm', () => {
    const log = new LogWriter()
      .client('session.update', { event_id: 'e1', session: { type: 'realtime' } })
      .server('error', {
        error: { type: 'invalid_request_error', code: 'cannot_update_voice', message: 'No.', event_id: 'e1' },
      })
      .server('error', {
        error: {
          type: 'invalid_request_error',
          code: 'response_cancel_not_active',
          message: 'Nothing to cancel.',
          event_id: 'e0',
        },
      });
    const view = foldSession(header, log.entries);
    expect(at(view.options.updates, 0)).toMatchObject({ state: 'refused', refusal: { message: 'No.' } });
    expect(toArray(view.alarms).map((alarm) => alarm.kind)).toEqual(['response_cancel_not_active']);
  });

  it('counts unknown events and malformed frames, and drops neither', () => {
    const log = new LogWriter()
      .server('response.brand_new', { usage: 1 })
      .add('server', 'not json')
      .add('server', { no: 'type' });
    const view = foldSession(header, log.entries);
    expect(view.counts).toMatchObject({ server: 3, unknownEvents: 1, malformed: 2 });
  });

  it('takes a transcript that arrives before its item', () => {
    const log = new LogWriter()
      .server('session.created', { session })
      .server('conversation.item.input_audio_transcription.completed', {
        item_id: 'u7',
        transcript: 'Early.',
        usage: { type: 'duration', seconds: 1 },
      })
      .server('input_audio_buffer.committed', { item_id: 'u7' });
    expect(at(foldSession(header, log.entries).items, 0)).toMatchObject({
      text: 'Early.',
      transcription: { status: 'completed' },
    });
  });

  it('shows the last measured delay of the microphone', () => {
    const log = new LogWriter()
      .bench({ type: 'bench.capture', frames: 250, p50Ms: 21, p95Ms: 60, maxMs: 90 })
      .bench({ type: 'bench.capture', frames: 17, p50Ms: 20, p95Ms: 23, maxMs: 31 });
    expect(foldSession(header, []).input.latency).toBeNull();
    expect(foldSession(header, log.entries).input.latency).toEqual({ frames: 17, p50Ms: 20, p95Ms: 23, maxMs: 31 });
  });

  it('survives a record of a newer version', () => {
    const log = new LogWriter().add('bench', { type: 'bench.from-the-future' });
    expect(foldSession(header, log.entries).counts.unknownEvents).toBe(1);
  });
});
