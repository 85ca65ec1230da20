import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { append, at, emptyList, last, toArray } from '../../../shared/kit/chunk-list.ts';
import {
  anchorInput,
  mostAnchors,
  sessionTimeOf,
  sessionTimeOfEnd,
  type ClockAnchor,
} from '../../../shared/session/input-clock.ts';
import { latencySummary, spreadOf } from '../../../shared/session/latency.ts';
import type { TurnLatency } from '../../../shared/session/view.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { header, LogWriter } from './log.ts';

const serverVad = { type: 'server_vad', prefix_padding_ms: 300, silence_duration_ms: 500 };
const sessionWith = (detection: object | null): { session: never } => ({
  session: { type: 'realtime', audio: { input: { turn_detection: detection } } } as never,
});
const audio = { $audio: { file: 'output.wav', offset: 44, length: 9600 } };

describe('the clock of the input buffer', () => {
  it('holds one anchor through a steady stream and another after the stream stood still', () => {
    let clock: readonly ClockAnchor[] = [];
    for (let sent = 20; sent <= 1000; sent += 20) clock = anchorInput(clock, sent, 20, sent + 100);
    expect(clock.length).toBe(1);
    for (let sent = 1020; sent <= 2000; sent += 20) clock = anchorInput(clock, sent, 20, sent + 700);
    expect(clock.length).toBe(2);
    expect(sessionTimeOf(clock, 500)).toBe(600);
    expect(sessionTimeOf(clock, 1500)).toBe(2200);
  });

  it('knows no time before any audio was sent', () => {
    expect(sessionTimeOf([], 10)).toBeNull();
    expect(sessionTimeOfEnd([], 10)).toBeNull();
  });

  it('places an end at the seam of two frames with the earlier, when the later was half a second in coming', () => {
    const clock = anchorInput(anchorInput([], 20, 20, 100), 40, 20, 600);
    expect(sessionTimeOfEnd(clock, 20)).toBe(100);
    expect(sessionTimeOf(clock, 20)).toBe(580);
    expect(sessionTimeOfEnd(clock, 21)).toBe(581);
  });

  it('stays small, and right about the last seconds, where every frame comes at another delay', () => {
    let clock: readonly ClockAnchor[] = [];
    for (let sent = 20; sent <= 3_600_000; sent += 20) clock = anchorInput(clock, sent, 20, sent + (sent % 40) * 2);
    expect(clock.length).toBe(mostAnchors);
    expect(Math.abs((sessionTimeOf(clock, 3_596_000) ?? 0) - 3_596_000)).toBeLessThanOrEqual(41);
  });

  it('places the end of every frame within its tolerance of the moment it was sent, whatever the gaps', () => {
    const gaps = fc.array(fc.nat(200), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(gaps, (waits) => {
        let clock: readonly ClockAnchor[] = [];
        let t = 0;
        const sent = waits.map((wait, index) => {
          t += wait;
          clock = anchorInput(clock, (index + 1) * 20, 20, t);
          return { atMs: (index + 1) * 20, t };
        });
        for (const { atMs, t: sentAt } of sent) {
          expect(Math.abs((sessionTimeOf(clock, atMs - 0.01) ?? 0) - sentAt)).toBeLessThanOrEqual(15.1);
        }
      }),
    );
  });
});

describe('the latency of a turn', () => {
  it('counts from the last word, not from the silence by which server VAD knew that it was the last', () => {
    const log = new LogWriter(10)
      .server('session.created', sessionWith(serverVad))
      .add('client', {
        type: 'input_audio_buffer.append',
        audio: { $audio: { file: 'i', offset: 0, length: 144_000 } },
      })
      .server('input_audio_buffer.speech_started', { item_id: 'u1', audio_start_ms: 0 })
      .server('input_audio_buffer.speech_stopped', { item_id: 'u1', audio_end_ms: 2990 })
      .server('input_audio_buffer.committed', { item_id: 'u1', previous_item_id: null })
      .server('response.created', { response: { id: 'r1', conversation_id: 'c' } })
      .server('response.output_audio_transcript.delta', { response_id: 'r1', item_id: 'a1', delta: 'Yes' })
      .server('response.output_audio.delta', { response_id: 'r1', item_id: 'a1', delta: audio })
      .server('response.output_audio.delta', { response_id: 'r1', item_id: 'a1', delta: audio })
      .bench({ type: 'bench.playback.started', itemId: 'a1', responseId: 'r1' })
      .server('conversation.item.input_audio_transcription.completed', { item_id: 'u1', transcript: 'Hi' });
    const view = foldSession(header, log.entries);
    // 3,000 ms of audio were sent by t = 20: position 2,490 lies at t = -490, and the words ended there.
    expect(toArray(view.turns)).toEqual([
      {
        itemId: 'u1',
        responseId: 'r1',
        source: 'vad',
        endMs: -490,
        endFrom: 'vad',
        firstTextMs: 70 + 490,
        firstAudioMs: 80 + 490,
        audibleMs: 100 + 490,
        transcriptMs: 110 + 490,
      },
    ]);
  });

  it('is the same when the audio says the end too: server VAD keeps its own', () => {
    const spoken = new LogWriter(20)
      .server('session.created', sessionWith(serverVad))
      .speak(2000)
      .server('input_audio_buffer.speech_started', { item_id: 'u1', audio_start_ms: 0 })
      .server('input_audio_buffer.speech_stopped', { item_id: 'u1', audio_end_ms: 1700 });
    const before = last(foldSession(header, spoken.entries).turns);
    spoken.bench({ type: 'bench.speech-end', itemId: 'u1', bufferMs: 900, noiseDbfs: -60, speechDbfs: -20 });
    expect(last(foldSession(header, spoken.entries).turns)).toEqual(before);
    // Entry n of the audio is sent at t = 20 (n + 1) and ends at 20 n: position 1,200 lies at t = 1,220.
    expect(before).toMatchObject({ endMs: 1220, endFrom: 'vad' });
  });

  it('counts from the end that the audio shows under semantic VAD, whose own end has its wait in it', () => {
    const log = new LogWriter(20)
      .server('session.created', sessionWith({ type: 'semantic_vad', eagerness: 'low' }))
      .speak(4000)
      .server('input_audio_buffer.speech_started', { item_id: 'u1', audio_start_ms: 200 })
      .server('input_audio_buffer.speech_stopped', { item_id: 'u1', audio_end_ms: 3500 })
      .server('input_audio_buffer.committed', { item_id: 'u1', previous_item_id: null });
    expect(last(foldSession(header, log.entries).turns)).toMatchObject({ endMs: 3520, endFrom: 'decision' });
    log
      .bench({ type: 'bench.speech-end', itemId: 'u1', bufferMs: 1500, noiseDbfs: -60, speechDbfs: -20 })
      .server('response.created', { response: { id: 'r1', conversation_id: 'c' } })
      .server('response.output_audio.delta', { response_id: 'r1', item_id: 'a1', delta: audio });
    // The audio ends at t = 4,020; six entries later it is t = 4,140.
    expect(last(foldSession(header, log.entries).turns)).toMatchObject({
      source: 'vad',
      endMs: 1520,
      endFrom: 'audio',
      firstAudioMs: 4140 - 1520,
    });
  });

  it('moves waits that were measured before the end was told', () => {
    const log = new LogWriter(20)
      .server('session.created', sessionWith(null))
      .speak(2000)
      .client('input_audio_buffer.commit')
      .server('input_audio_buffer.committed', { item_id: 'u1', previous_item_id: null })
      .server('conversation.item.input_audio_transcription.completed', { item_id: 'u1', transcript: 'Hi' });
    // The commit leaves at t = 2,040, the transcript comes at 2,080.
    expect(last(foldSession(header, log.entries).turns)).toMatchObject({ endMs: 2040, transcriptMs: 40 });
    log.bench({ type: 'bench.speech-end', itemId: 'u1', bufferMs: 1800, noiseDbfs: -60, speechDbfs: -20 });
    expect(last(foldSession(header, log.entries).turns)).toMatchObject({
      source: 'commit',
      endMs: 1820,
      endFrom: 'audio',
      transcriptMs: 260,
      firstAudioMs: null,
    });
  });

  it('is left alone by an end after the commit, of another item, or without a position', () => {
    const log = new LogWriter(20)
      .server('session.created', sessionWith(null))
      .speak(400)
      .client('input_audio_buffer.commit')
      .server('input_audio_buffer.committed', { item_id: 'u1', previous_item_id: null });
    const before = last(foldSession(header, log.entries).turns);
    log
      .bench({ type: 'bench.speech-end', itemId: 'u9', bufferMs: 100, noiseDbfs: -60, speechDbfs: -20 })
      .add('bench', { type: 'bench.speech-end', itemId: 'u1' })
      .add('bench', { type: 'bench.speech-end', itemId: 'u1', bufferMs: '100' });
    expect(last(foldSession(header, log.entries).turns)).toEqual(before);
    log.bench({ type: 'bench.speech-end', itemId: 'u1', bufferMs: 9999, noiseDbfs: -60, speechDbfs: -20 });
    expect(last(foldSession(header, log.entries).turns)).toMatchObject({ endMs: before?.endMs, endFrom: 'audio' });
  });

  it('counts a turn committed by hand from the commit where nothing else says its end, a typed one from the message', () => {
    const log = new LogWriter(10)
      .server('session.created', sessionWith(null))
      .speak(400)
      .client('input_audio_buffer.commit')
      .server('input_audio_buffer.committed', { item_id: 'u1', previous_item_id: null })
      .client('response.create')
      .server('response.created', { response: { id: 'r1', conversation_id: 'c' } })
      .server('response.output_audio.delta', { response_id: 'r1', item_id: 'a1', delta: audio })
      .client('conversation.item.create', { item: { type: 'message', role: 'user', content: [] } })
      .client('response.create')
      .server('response.created', { response: { id: 'r2', conversation_id: 'c' } })
      .server('response.output_text.delta', { response_id: 'r2', item_id: 'a2', delta: 'Yes' });
    const turns = toArray(foldSession(header, log.entries).turns);
    expect(
      turns.map(({ source, responseId, firstAudioMs, firstTextMs }) => ({
        source,
        responseId,
        firstAudioMs,
        firstTextMs,
      })),
    ).toEqual([
      { source: 'commit', responseId: 'r1', firstAudioMs: 40, firstTextMs: null },
      { source: 'typed', responseId: 'r2', firstAudioMs: null, firstTextMs: 30 },
    ]);
  });

  it('leaves an out-of-band response out, and a response nobody spoke for stands by itself', () => {
    const log = new LogWriter(10)
      .client('response.create', { response: { conversation: 'none' } })
      .server('response.created', { response: { id: 'r1', conversation_id: null } })
      .server('response.created', { response: { id: 'r2', conversation_id: 'c' } });
    const view = foldSession(header, log.entries);
    expect(toArray(view.turns).map(({ source, responseId }) => ({ source, responseId }))).toEqual([
      { source: 'asked', responseId: 'r2' },
    ]);
    expect(latencySummary(view).firstAudio).toBeNull();
  });

  it('takes a committed silence of the idle timeout for no turn', () => {
    const log = new LogWriter(10)
      .server('session.created', sessionWith(serverVad))
      .server('input_audio_buffer.timeout_triggered', { item_id: 'u1' })
      .server('input_audio_buffer.committed', { item_id: 'u1', previous_item_id: null });
    expect(foldSession(header, log.entries).turns.length).toBe(0);
  });
});

describe('an interruption', () => {
  it('is measured from the first word and from the service saying so, to the silence of the loudspeaker', () => {
    const log = new LogWriter(20)
      .server('session.created', sessionWith(serverVad))
      .bench({ type: 'bench.playback.started', itemId: 'a1', responseId: 'r1' })
      .speak(1000)
      .server('input_audio_buffer.speech_started', { item_id: 'u1', audio_start_ms: 500 })
      .bench({ type: 'bench.playback.stopped', itemId: 'a1', playedMs: 900, receivedMs: 2000, why: 'interrupted' });
    const view = foldSession(header, log.entries);
    expect(last(view.bargeIns)).toEqual({
      itemId: 'u1',
      beganMs: 840,
      toldMs: 1060,
      cutItemId: 'a1',
      silentMs: 1080,
    });
    expect(latencySummary(view).silence).toEqual({
      count: 1,
      medianMs: 240,
      p95Ms: null,
      minMs: 240,
      maxMs: 240,
    });
    expect(latencySummary(view).silenceAfterWord?.medianMs).toBe(20);
  });

  it('is none when nothing was playing, and stays open when the answer was played to its end', () => {
    const log = new LogWriter(20)
      .speak(200)
      .server('input_audio_buffer.speech_started', { item_id: 'u1', audio_start_ms: 0 })
      .bench({ type: 'bench.playback.started', itemId: 'a1', responseId: 'r1' })
      .server('input_audio_buffer.speech_started', { item_id: 'u2', audio_start_ms: 100 })
      .bench({ type: 'bench.playback.stopped', itemId: 'a1', playedMs: 900, receivedMs: 900, why: 'drained' });
    const view = foldSession(header, log.entries);
    expect(toArray(view.bargeIns).map(({ itemId, silentMs }) => ({ itemId, silentMs }))).toEqual([
      { itemId: 'u2', silentMs: null },
    ]);
  });
});

describe('the waits of a session', () => {
  it('have a middle that is the mean of the middle two where their number is even', () => {
    expect(spreadOf([null, null])).toBeNull();
    expect(spreadOf([700, 900])).toEqual({ count: 2, medianMs: 800, p95Ms: null, minMs: 700, maxMs: 900 });
    expect(spreadOf([1200, null, 800, 940])).toEqual({
      count: 3,
      medianMs: 940,
      p95Ms: null,
      minMs: 800,
      maxMs: 1200,
    });
    expect(spreadOf([10, 1, 4, 2])?.medianMs).toBe(3);
  });

  it('have a 95th percentile from twenty on, by nearest rank: of nineteen it would be the longest', () => {
    const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
    expect(spreadOf(upTo(19))).toEqual({ count: 19, medianMs: 10, p95Ms: null, minMs: 1, maxMs: 19 });
    expect(spreadOf(upTo(20))).toEqual({ count: 20, medianMs: 11, p95Ms: 19, minMs: 1, maxMs: 20 });
    expect(spreadOf(upTo(100))).toEqual({ count: 100, medianMs: 51, p95Ms: 95, minMs: 1, maxMs: 100 });
  });

  it('are those of the turns of a person', () => {
    const turn: TurnLatency = {
      itemId: null,
      responseId: null,
      source: 'typed',
      endMs: 0,
      endFrom: 'sent',
      firstTextMs: null,
      firstAudioMs: 940.4,
      audibleMs: null,
      transcriptMs: null,
    };
    const turns = append(append(emptyList<TurnLatency>(), turn), { ...turn, source: 'asked', firstAudioMs: 1 });
    expect(latencySummary({ turns, bargeIns: emptyList() })).toEqual({
      firstAudio: { count: 1, medianMs: 940, p95Ms: null, minMs: 940, maxMs: 940 },
      firstText: null,
      audible: null,
      transcript: null,
      silence: null,
      silenceAfterWord: null,
    });
    expect(at(turns, 1)?.source).toBe('asked');
  });
});
