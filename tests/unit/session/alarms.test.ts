import { describe, expect, it } from 'vitest';
import { at, toArray } from '../../../shared/kit/chunk-list.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { AlarmView, ResponseView } from '../../../shared/session/view.ts';
import { usageOf } from '../../../shared/usage/fields.ts';
import { header, LogWriter } from './log.ts';

const session = { type: 'realtime', model: 'gpt-realtime-mini', audio: { input: { turn_detection: null } } };
const none = { text: 0, audio: 0 };

const alarmsOf = (log: LogWriter): AlarmView[] => toArray(foldSession(header, log.entries).alarms);
const firstResponse = (log: LogWriter): ResponseView | undefined => at(foldSession(header, log.entries).responses, 0);

/** A response that was asked for; `usage` is what it reports. */
function answered(log: LogWriter, id: string, usage: ReturnType<typeof usageOf> | null): LogWriter {
  return log
    .client('response.create', { event_id: `ask_${id}` })
    .server('response.created', { response: { id, conversation_id: 'conv_1' } })
    .server('response.done', { response: { id, status: 'completed', usage } });
}

describe('a report far from its estimate', () => {
  it('is said, once for all of them, with the field that is furthest off', () => {
    const log = new LogWriter().server('session.created', { session });
    // The service's own instructions, where nobody set any, are 111.
    answered(log, 'r1', usageOf({ text: 111, audio: 0 }, none, none));
    expect(alarmsOf(log)).toEqual([]);
    answered(log, 'r2', usageOf({ text: 111, audio: 530 }, none, none));
    answered(log, 'r3', usageOf({ text: 111, audio: 640 }, none, none));
    expect(alarmsOf(log)).toMatchObject([{ kind: 'estimate-far-off', level: 'notice', count: 2 }]);
    expect(alarmsOf(log)[0]?.text).toContain('R3 reported 640 tokens of audio in, and the evidence makes 0');
  });

  it('is not said for a few words, nor while a text has not been counted', () => {
    const text = { text: 'x'.repeat(900) };
    const log = new LogWriter().server('session.created', { session: { ...session, instructions: text.text } });
    answered(log, 'r1', usageOf({ text: 117 + 20, audio: 0 }, none, none));
    expect(alarmsOf(log)).toEqual([]);
    log.bench({ type: 'bench.tokens', part: 'instructions', ofSeq: 1, itemId: null, characters: 900, tokens: 117 });
    expect(alarmsOf(log)).toEqual([]);
    expect(firstResponse(log)?.expected.error).toMatchObject({ textIn: -20 });
  });

  it('is said from the first token that is more than a few words and than a tenth of the report', () => {
    const alarmed = (text: number): number => {
      const log = new LogWriter()
        .server('session.created', { session: { ...session, instructions: 'Be brief.' } })
        .bench({ type: 'bench.tokens', part: 'instructions', ofSeq: 1, itemId: null, characters: 9, tokens: 111 });
      return alarmsOf(answered(log, 'r1', usageOf({ text, audio: 0 }, none, none))).length;
    };
    // 32 and 33 beside 111 that were counted, and the one token by which counted instructions may be off.
    expect([111 + 1 + 32, 111 + 1 + 33].map(alarmed)).toEqual([0, 1]);
  });

  /** An answer of 10 tokens in text, of a model that thinks. */
  const thinking = (visible: number, thought: number): LogWriter => {
    const log = new LogWriter().server('session.created', { session: { ...session, model: 'gpt-realtime-2.1-mini' } });
    const usage = usageOf({ text: 111, audio: 0 }, none, { text: visible + thought, audio: 0, reasoning: thought });
    log
      .client('response.create', { event_id: 'ask' })
      .server('response.created', { response: { id: 'r1', conversation_id: 'conv_1' } })
      .server('response.output_text.delta', { response_id: 'r1', item_id: 'a1', delta: 'Written words.' })
      .bench({ type: 'bench.tokens', part: 'text', ofSeq: 4, itemId: 'a1', characters: 14, tokens: 10 });
    return log.server('response.done', { response: { id: 'r1', status: 'completed', usage } });
  };

  it('is not one for what was thought, which nothing foretells', () => {
    // 10 + 4, and all the rest is reasoning.
    expect(alarmsOf(thinking(14, 900))).toEqual([]);
    expect(firstResponse(thinking(14, 900))?.expected.error).toMatchObject({ textOut: 0 });
  });

  it('is one for what a model that thinks has said', () => {
    const [alarm] = alarmsOf(thinking(14 + 90, 40));
    expect(alarm).toMatchObject({ kind: 'estimate-far-off' });
    // The same is held against the same: 104 were said, and 40 more thought.
    expect(alarm?.text).toContain('R1 reported 104 tokens of text out, and the evidence makes 14');
  });
});

describe('a response without usage', () => {
  const ended = (status: string, usage: ReturnType<typeof usageOf> | null, spoke: boolean): LogWriter => {
    const log = new LogWriter()
      .server('session.created', { session })
      .client('response.create', { event_id: 'ask' })
      .server('response.created', { response: { id: 'r1', conversation_id: 'conv_1' } });
    if (spoke) log.server('response.output_text.delta', { response_id: 'r1', item_id: 'a1', delta: 'Words.' });
    return log.server('response.done', { response: { id: 'r1', status, usage } });
  };

  it('is said to be billed perhaps, and no part of the expected total', () => {
    const [alarm] = alarmsOf(ended('completed', null, true));
    expect(alarm).toMatchObject({ kind: 'usage-missing', level: 'notice' });
    expect(alarm?.text).toContain('R1, ended as completed with no usage');
    expect(alarm?.text).toContain('may be billed all the same');
    expect(alarm?.text).not.toContain('the expected total counts');
  });

  it('is none where it was cancelled before it had begun an item, which costs nothing', () => {
    expect(alarmsOf(ended('cancelled', usageOf(none, none, none), false))).toEqual([]);
    expect(alarmsOf(ended('cancelled', usageOf(none, none, none), true))).toMatchObject([{ kind: 'usage-missing' }]);
  });
});

describe('a response that nobody asked for', () => {
  it('is told apart from a second answer to the same turn', () => {
    const log = new LogWriter().server('session.created', { session });
    log.server('response.created', { response: { id: 'r1', conversation_id: 'conv_1' } });
    expect(alarmsOf(log)).toMatchObject([{ title: 'A response nobody asked for', level: 'alarm' }]);
    log.server('response.created', { response: { id: 'r2', conversation_id: 'conv_1' } });
    expect(alarmsOf(log)[1]).toMatchObject({ title: 'Two responses to one turn', level: 'alarm' });
  });

  it('is none where the service answers turns by itself, or was asked by the client', () => {
    const byItself = { ...session, audio: { input: { turn_detection: { type: 'server_vad' } } } };
    const log = new LogWriter()
      .server('session.created', { session: byItself })
      .server('input_audio_buffer.speech_started', { item_id: 'u1', audio_start_ms: 0 })
      .speak(400)
      .server('input_audio_buffer.speech_stopped', { item_id: 'u1', audio_end_ms: 400 })
      .server('input_audio_buffer.committed', { item_id: 'u1' })
      .server('response.created', { response: { id: 'r1', conversation_id: 'conv_1' } })
      .client('response.create', { response: { conversation: 'none' } })
      .server('response.created', { response: { id: 'r2', conversation_id: null } });
    expect(alarmsOf(log)).toEqual([]);
  });

  it('is one where the service was told not to answer by itself', () => {
    const quiet = { ...session, audio: { input: { turn_detection: { type: 'server_vad', create_response: false } } } };
    const log = new LogWriter()
      .server('session.created', { session: quiet })
      .server('input_audio_buffer.speech_started', { item_id: 'u1', audio_start_ms: 0 })
      .speak(400)
      .server('input_audio_buffer.speech_stopped', { item_id: 'u1', audio_end_ms: 400 })
      .server('input_audio_buffer.committed', { item_id: 'u1' })
      .server('response.created', { response: { id: 'r1', conversation_id: 'conv_1' } });
    expect(alarmsOf(log)).toMatchObject([{ kind: 'nobody-asked' }]);
  });
});

describe('a running response', () => {
  it('is expected to cost what it has said so far, and what it reports once it reports', () => {
    const log = new LogWriter()
      .server('session.created', { session })
      .client('response.create', { event_id: 'ask' })
      .server('response.created', { response: { id: 'r1', conversation_id: 'conv_1' } });
    const so = (): unknown => {
      const expected = firstResponse(log)?.expected;
      return [expected?.basis, expected?.usage['input_tokens'], expected?.usage['output_tokens']];
    };
    const delta = { response_id: 'r1', item_id: 'a1' };
    expect(so()).toEqual(['live', 111, 0]);
    const item = { id: 'a1', type: 'message', role: 'assistant', content: [] };
    log.server('response.output_item.added', { response_id: 'r1', item });
    log.server('response.output_audio.delta', {
      ...delta,
      delta: { $audio: { file: 'output.wav', offset: 44, length: 48_000 } },
    });
    expect(so()).toEqual(['live', 111, 20]);
    log.server('response.output_audio_transcript.delta', { ...delta, delta: 'Twenty-two characters.' });
    // By its length 5, with 4 and two runs: 20 of audio and 5 of text allow no more.
    expect(so()).toEqual(['live', 111, 20 + 13]);
    const usage = usageOf({ text: 111, audio: 0 }, none, { text: 6 + 4 + 2 * 2, audio: 20 });
    log.server('response.done', { response: { id: 'r1', status: 'completed', usage } });
    expect(so()).toEqual(['reported', 111, 34]);
    expect(firstResponse(log)?.expected.error).toMatchObject({ textOut: -1, audioOut: 0 });
    // Counted at last, the estimate meets the report.
    log.bench({ type: 'bench.tokens', part: 'text', ofSeq: 7, itemId: 'a1', characters: 22, tokens: 6 });
    expect(firstResponse(log)?.expected.error).toMatchObject({ textOut: 0, audioOut: 0 });
    expect(so()).toEqual(['reported', 111, 34]);
  });
});
