import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../shared/kit/json.ts';
import type { LogEntry, Origin } from '../../../shared/session/entry.ts';
import { emptySoundMap, foldSound, reduceSound } from '../../../shared/session/heard/sound-map.ts';
import { type SoundPiece, soundPieces } from '../../../shared/session/heard/sound-pieces.ts';
import { golden } from './golden.ts';
import { goldens } from './goldens.ts';

/** A log of sound by hand: frames lie one behind the other in their file, each entry at the session time it is given. */
class SoundLog {
  readonly entries: LogEntry[] = [];
  readonly #ends = new Map<string, number>();

  add(t: number, from: Origin, event: Json): this {
    const at = '2026-11-23T14:02:00.000Z';
    this.entries.push({ seq: this.entries.length + 1, at, t, from, event });
    return this;
  }

  #ref(file: string, length: number): Json {
    const offset = this.#ends.get(file) ?? (file.includes('pcm') ? 58 : 44);
    this.#ends.set(file, offset + length);
    return { $audio: { file, offset, length } };
  }

  /** A frame of the person's voice. */
  said(t: number, ms = 20, file = 'input.wav'): this {
    const length = ms * (file.includes('pcm') ? 8 : 48);
    return this.add(t, 'client', { type: 'input_audio_buffer.append', audio: this.#ref(file, length) });
  }

  /** A piece of an answer. */
  came(t: number, itemId: string, ms: number, file = 'output.wav'): this {
    const delta = this.#ref(file, ms * (file.includes('pcm') ? 8 : 48));
    const place = { response_id: `r-${itemId}`, item_id: itemId };
    return this.add(t, 'server', { type: 'response.output_audio.delta', ...place, delta });
  }

  latency(t: number, latencyMs: number): this {
    return this.add(t, 'bench', { type: 'bench.output.opened', label: 'loudspeaker', latencyMs });
  }

  begins(t: number, itemId: string): this {
    return this.add(t, 'bench', { type: 'bench.playback.started', itemId, responseId: `r-${itemId}` });
  }

  ranDry(t: number, itemId: string, silenceMs: number): this {
    return this.add(t, 'bench', { type: 'bench.playback.underrun', itemId, silenceMs });
  }

  stops(t: number, itemId: string, playedMs: number, receivedMs: number, why = 'drained'): this {
    return this.add(t, 'bench', { type: 'bench.playback.stopped', itemId, playedMs, receivedMs, why });
  }

  get pieces(): SoundPiece[] {
    return soundPieces(foldSound(this.entries));
  }
}

/** What matters of pieces, so that a test says it in one line each: file, first byte, length, session time, heard. */
const short = (pieces: readonly SoundPiece[]): unknown[] =>
  pieces.map(({ file, offsetBytes, lengthBytes, startMs, endMs, heard }) => [
    file,
    offsetBytes,
    lengthBytes,
    startMs,
    endMs,
    heard,
  ]);

describe("the person's voice", () => {
  it('lies where it was sent: a frame holds what was said until then', () => {
    const log = new SoundLog();
    for (let t = 120; t <= 220; t += 20) log.said(t);
    expect(short(log.pieces)).toEqual([['input.wav', 44, 6 * 960, 100, 220, true]]);
  });

  it('has silence where nothing was sent', () => {
    const log = new SoundLog().said(120).said(140).said(1040).said(1060);
    expect(short(log.pieces)).toEqual([
      ['input.wav', 44, 1920, 100, 140, true],
      ['input.wav', 1964, 1920, 1020, 1060, true],
    ]);
  });

  it('is whole where frames come a little late or early', () => {
    const log = new SoundLog().said(120).said(151).said(160).said(190).said(200);
    expect(short(log.pieces)).toEqual([['input.wav', 44, 4800, 100, 200, true]]);
  });

  it('lies in the time it was said where frames were held up and came in a heap', () => {
    const log = new SoundLog().said(120).said(140);
    for (let frame = 0; frame < 10; frame += 1) log.said(340);
    log.said(360);
    expect(short(log.pieces)).toEqual([
      ['input.wav', 44, 1920, 100, 140, true],
      ['input.wav', 1964, 11 * 960, 140, 360, true],
    ]);
  });

  it('lies one behind the other where it came faster than anybody speaks', () => {
    const log = new SoundLog();
    for (let frame = 0; frame < 500; frame += 1) log.said(100);
    expect(short(log.pieces)).toEqual([['input.wav', 44, 500 * 960, 0, 10_000, true]]);
  });

  it('keeps to the time of the log where two clocks drift apart', () => {
    const log = new SoundLog();
    // A microphone whose second is a thousandth short.
    for (let frame = 1; frame <= 3000; frame += 1) log.said(1000 + frame * 20 * 0.999);
    const { pieces } = log;
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0)).toBe(3000 * 960);
    expect(Math.abs((pieces.at(-1)?.endMs ?? 0) - (1000 + 59_940))).toBeLessThanOrEqual(16);
  });

  it('goes on in another file where the format is switched', () => {
    const log = new SoundLog().said(120).said(140, 20, 'input-pcmu.wav').said(160, 20, 'input-pcmu.wav');
    expect(short(log.pieces)).toEqual([
      ['input.wav', 44, 960, 100, 120, true],
      ['input-pcmu.wav', 58, 320, 120, 160, true],
    ]);
  });
});

describe('an answer', () => {
  it('lies where it was played, however early it came', () => {
    const log = new SoundLog().came(500, 'a', 400).begins(560, 'a').came(570, 'a', 600).stops(1560, 'a', 1000, 1000);
    expect(short(log.pieces)).toEqual([['output.wav', 44, 48_000, 560, 1560, true]]);
  });

  it('is heard so much later as the output holds it', () => {
    const log = new SoundLog().latency(10, 40).came(500, 'a', 100).begins(560, 'a').stops(700, 'a', 100, 100);
    expect(short(log.pieces)).toEqual([['output.wav', 44, 4800, 600, 700, true]]);
  });

  it('has a gap where it ran dry', () => {
    const log = new SoundLog()
      .came(500, 'a', 300)
      .begins(560, 'a')
      .came(1000, 'a', 200)
      .ranDry(1060, 'a', 200)
      .stops(1260, 'a', 500, 500);
    expect(short(log.pieces)).toEqual([
      ['output.wav', 44, 300 * 48, 560, 860, true],
      ['output.wav', 44 + 300 * 48, 200 * 48, 1060, 1260, true],
    ]);
  });

  it('ends as heard where it was interrupted, and the rest lies unheard behind it, with what came late', () => {
    const log = new SoundLog()
      .came(500, 'a', 2000)
      .begins(560, 'a')
      .stops(1310, 'a', 750, 2000, 'interrupted')
      .came(1400, 'a', 100)
      .came(3000, 'b', 100)
      .begins(3010, 'b')
      .stops(3110, 'b', 100, 100);
    expect(short(log.pieces)).toEqual([
      ['output.wav', 44, 750 * 48, 560, 1310, true],
      ['output.wav', 44 + 750 * 48, 1350 * 48, 1310, 2660, false],
      ['output.wav', 44 + 2100 * 48, 4800, 3010, 3110, true],
    ]);
  });

  it('that never played lies unheard where it came, once another one plays or the session is over', () => {
    const log = new SoundLog().came(500, 'a', 100);
    expect(log.pieces).toEqual([]);
    log.came(600, 'b', 100).begins(640, 'b').stops(740, 'b', 100, 100);
    expect(short(log.pieces)).toEqual([
      ['output.wav', 44, 4800, 500, 600, false],
      ['output.wav', 4844, 4800, 640, 740, true],
    ]);
  });

  it('that plays is heard so far, and the rest of it is not unheard', () => {
    const log = new SoundLog().came(500, 'a', 2000).begins(560, 'a').said(960);
    expect(short(log.pieces.filter(({ voice }) => voice === 'output'))).toEqual([
      ['output.wav', 44, 400 * 48, 560, 960, true],
    ]);
  });

  it('keeps its bytes apart from those of another that came between', () => {
    const log = new SoundLog()
      .came(500, 'a', 100)
      .came(500, 'b', 50)
      .came(510, 'a', 100)
      .begins(520, 'a')
      .stops(720, 'a', 200, 200)
      .begins(720, 'b')
      .stops(770, 'b', 50, 50);
    expect(short(log.pieces)).toEqual([
      ['output.wav', 44, 4800, 520, 620, true],
      ['output.wav', 44 + 7200, 4800, 620, 720, true],
      ['output.wav', 44 + 4800, 2400, 720, 770, true],
    ]);
  });

  it('in G.711 counts eight bytes a millisecond', () => {
    const log = new SoundLog()
      .came(500, 'a', 100, 'output-pcma.wav')
      .begins(560, 'a')
      .stops(610, 'a', 50, 100, 'closed');
    expect(short(log.pieces)).toEqual([
      ['output-pcma.wav', 58, 400, 560, 610, true],
      ['output-pcma.wav', 458, 400, 610, 660, false],
    ]);
  });
});

it('takes nothing from a reference to any other file, or from one that is none', () => {
  const refs: readonly Json[] = [
    { $audio: { file: '../input.wav', offset: 44, length: 960 } },
    { $audio: { file: 'output.wav', offset: 44, length: 960 } },
    { $audio: { file: 'input.wav', offset: -1, length: 960 } },
    { $audio: { file: 'input.wav', offset: 44, length: 1.5 } },
    { $audio: { file: 'input.wav', offset: 44, length: 0 } },
    { $audio: 'input.wav' },
    'AAAA',
    null,
  ];
  const log = new SoundLog();
  for (const audio of refs) log.add(100, 'client', { type: 'input_audio_buffer.append', audio });
  expect(log.pieces).toEqual([]);
});

describe('of the recorded sessions', () => {
  it.each(goldens.map(({ name }) => name))(
    '%s: every byte that the log refers to lies in one piece, and no other',
    (name) => {
      const { entries } = golden(name);
      const refs = [
        ...JSON.stringify(entries).matchAll(/"\$audio":\{"file":"([^"]+)","offset":(\d+),"length":(\d+)\}/g),
      ];
      const inLog = new Map<string, number>();
      for (const [, file = '', , length] of refs) inLog.set(file, (inLog.get(file) ?? 0) + Number(length));
      const inMap = new Map<string, number>();
      const over: LogEntry = { ...(entries.at(-1) as LogEntry), from: 'bench' };
      const closed = { code: 1000, reason: '', explanation: '', openResponses: [], openTranscriptions: [] };
      const pieces = soundPieces(
        reduceSound(foldSound(entries), { ...over, event: { type: 'bench.closed', ...closed } }),
      );
      for (const { file, lengthBytes } of pieces) inMap.set(file, (inMap.get(file) ?? 0) + lengthBytes);
      expect(inMap).toEqual(inLog);
    },
  );
});

it('holds one state however often it is asked on the way, and stays small where nothing goes wrong', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 14 }), (frames, jitterMs) => {
      const log = new SoundLog();
      for (let frame = 1; frame <= frames; frame += 1) log.said(frame * 20 + (frame % 2) * jitterMs);
      let map = emptySoundMap;
      for (const entry of log.entries) {
        map = reduceSound(map, entry);
        soundPieces(map);
      }
      expect(soundPieces(map)).toEqual(log.pieces);
      expect(log.pieces).toHaveLength(1);
    }),
  );
});
