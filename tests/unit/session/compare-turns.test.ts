import { describe, expect, it } from 'vitest';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import { sessionCosts } from '../../../shared/session/costs/session-costs.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { type ComparedTurn, comparedTurns, matchTurns } from '../../../shared/session/library/compare-turns.ts';
import { shipped } from '../pricing/books.ts';
import { header, LogWriter } from './log.ts';

const turn = (number: number, clip: string | null): ComparedTurn => ({
  number,
  clip,
  said: '',
  answered: '',
  unheard: '',
  fromMs: 0,
  toMs: 0,
  low: '0',
  high: '0',
  isEstimated: false,
  isOpen: false,
  input: 0,
  cached: 0,
  output: 0,
  waitMs: null,
  waitFrom: null,
  waitBeganMs: null,
  cut: null,
});
const turnsOf = (...clips: readonly (string | null)[]): ComparedTurn[] =>
  clips.map((clip, index) => turn(index + 1, clip));

describe('turns of sessions', () => {
  it('are the same where the same file spoke, in whatever order, the second time with the second', () => {
    const { by, matches, unmatched } = matchTurns([
      turnsOf('a.wav', 'b.wav', 'a.wav'),
      turnsOf('b.wav', 'a.wav', 'a.wav'),
    ]);
    expect(by).toBe('clip');
    expect(matches).toEqual([
      { clip: 'a.wav', turns: [1, 2] },
      { clip: 'b.wav', turns: [2, 1] },
      { clip: 'a.wav', turns: [3, 3] },
    ]);
    expect(unmatched).toBe(0);
  });

  it('that one does not have come last, and are counted', () => {
    const { matches, unmatched } = matchTurns([turnsOf('a.wav', 'b.wav'), turnsOf('c.wav', 'b.wav'), turnsOf('b.wav')]);
    expect(matches).toEqual([
      { clip: 'a.wav', turns: [1, null, null] },
      { clip: 'b.wav', turns: [2, 2, 1] },
      { clip: 'c.wav', turns: [null, 1, null] },
    ]);
    expect(unmatched).toBe(2);
  });

  it('are matched by their order where a microphone spoke, or no file is common to all', () => {
    expect(matchTurns([turnsOf('a.wav', 'b.wav'), turnsOf(null)])).toEqual({
      by: 'order',
      matches: [
        { clip: null, turns: [1, 1] },
        { clip: null, turns: [2, null] },
      ],
      unmatched: 1,
    });
    expect(matchTurns([turnsOf('a.wav'), turnsOf('b.wav')])).toMatchObject({ by: 'order', unmatched: 0 });
  });

  it('of sessions in which nobody spoke are none', () => {
    expect(matchTurns([[], []])).toEqual({ by: 'order', matches: [], unmatched: 0 });
  });
});

describe('a turn', () => {
  const book = bookOnDay(shipped('2026-10-09'), '2026-11-23');
  const sound = { sampleRateHz: 24_000, channels: 1, durationMs: 1000, trailingSilenceMs: 0 };
  const opened = (label: string): BenchEvent => ({ type: 'bench.input.opened', kind: 'wav', label, ...sound });
  const ended = (label: string): BenchEvent => ({ type: 'bench.input.ended', label, sentMs: 1000 });
  const said = (log: LogWriter, id: string): LogWriter =>
    log.server('conversation.item.added', { item: { id, type: 'message', role: 'user', content: [] } });

  const turnsIn = (log: LogWriter, kind: 'wav' | 'microphone'): ComparedTurn[] => {
    const view = foldSession({ ...header, input: { ...header.input, kind } }, log.entries);
    return comparedTurns(view, sessionCosts(view, null, book), null, book);
  };

  it('is of the file that spoke as it began, and of none where only the microphone did', () => {
    const log = new LogWriter().bench(opened('a.wav'));
    said(log, 'u1').bench(ended('a.wav')).bench(opened('b.wav'));
    said(log, 'u2').bench(ended('b.wav'));
    said(log, 'u3');
    expect(turnsIn(log, 'wav').map(({ clip }) => clip)).toEqual(['a.wav', 'b.wav', 'b.wav']);
    // The third was spoken when no file did.
    expect(turnsIn(log, 'microphone').map(({ clip }) => clip)).toEqual(['a.wav', 'b.wav', null]);
    expect(turnsIn(log, 'wav').map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('says where its answer was cut off, how much of it had been heard, and which words never were', () => {
    const log = new LogWriter(1000);
    said(log, 'u1');
    log.server('input_audio_buffer.committed', { item_id: 'u1' });
    log.server('response.created', { response: { id: 'r1', status: 'in_progress' } });
    log.server('response.output_item.added', {
      response_id: 'r1',
      output_index: 0,
      item: { id: 'a1', type: 'message', role: 'assistant', content: [] },
    });
    const of = { response_id: 'r1', item_id: 'a1', output_index: 0, content_index: 0 };
    log.bench({ type: 'bench.playback.started', itemId: 'a1', responseId: 'r1' });
    // Four seconds of sound at 24 kHz and 16 bits.
    log.server('response.output_audio.delta', {
      ...of,
      delta: { $audio: { file: 'output.wav', offset: 44, length: 192_000 } },
    });
    log.server('response.output_audio_transcript.done', { ...of, transcript: 'It comes in two parcels today.' });
    log.bench({
      type: 'bench.playback.stopped',
      itemId: 'a1',
      playedMs: 1000,
      receivedMs: 4000,
      why: 'interrupted',
    });
    const [one] = turnsIn(log, 'wav');
    // A quarter of thirty letters, to the end of the word.
    expect(one).toMatchObject({
      answered: 'It comes in two parcels today.',
      unheard: ' in two parcels today.',
      cut: { heardMs: 1000 },
    });
    expect(one?.cut?.atMs).toBe(log.entries.at(-1)?.t);
  });
});
