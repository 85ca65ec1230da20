import { describe, expect, it } from 'vitest';
import { SpeechEndFinder, type SpeechEnd } from '../../../shared/audio/speech-end.ts';
import { joined, louder, question, silence } from '../../integration/simulator/harness.ts';
import { lengthMs, mixed, room, syllables } from './made-voice.ts';

/** Pushes audio in frames, from a position on. */
function heard(pcm: Int16Array, frame = 480, fromMs = 0): SpeechEndFinder {
  const finder = new SpeechEndFinder();
  for (let at = 0; at < pcm.length; at += frame) {
    const piece = pcm.subarray(at, at + frame);
    finder.push(piece, fromMs + (at + piece.length) / 24);
  }
  return finder;
}

const endOf = (pcm: Int16Array): SpeechEnd | null => heard(pcm).between(0, pcm.length / 24);

const voice = syllables(8);
const trueEndMs = 700 + lengthMs(voice);

describe('the end of speech in a room', () => {
  it.each([-90, -70, -60, -50, -45, -40])('is found within 20 ms of the true one over noise at %i dBFS', (dbfs) => {
    const end = endOf(mixed(5000, [0, room(5000, dbfs)], [700, voice]));
    expect(Math.abs((end?.endMs ?? NaN) - trueEndMs)).toBeLessThanOrEqual(20);
  });

  it.each([12, 6, 0, -6, -12, -20])('is the same for a voice %i dB louder or softer', (db) => {
    const spoken = mixed(5000, [0, room(5000, -70)], [700, voice]);
    const end = endOf(louder(spoken, db));
    expect(Math.abs((end?.endMs ?? NaN) - trueEndMs)).toBeLessThanOrEqual(20);
  });

  it('is where the hand let go of a key that cut the last word', () => {
    const whole = mixed(5000, [0, room(5000, -60)], [700, voice]);
    const cutMs = 700 + 240 * 5 + 120;
    const end = heard(whole).between(0, cutMs);
    expect(Math.abs((end?.endMs ?? NaN) - cutMs)).toBeLessThanOrEqual(10);
  });

  it('is not the click of a key afterwards, nor a second voice after the turn', () => {
    const click = room(30, -10, 7);
    const pcm = mixed(8000, [0, room(8000, -60)], [700, voice], [3500, click], [5000, voice]);
    const end = heard(pcm).between(0, 4500);
    expect(Math.abs((end?.endMs ?? NaN) - trueEndMs)).toBeLessThanOrEqual(20);
  });

  it('is that of the second turn when the first is forgotten', () => {
    const pcm = mixed(8000, [0, room(8000, -60)], [700, voice], [5000, voice]);
    const finder = heard(pcm);
    finder.forget(4000);
    expect(finder.between(0, 3900)).toBeNull();
    expect(Math.abs((finder.between(0, 8000)?.endMs ?? NaN) - (5000 + lengthMs(voice)))).toBeLessThanOrEqual(20);
  });

  it('does not move when a mute or a gate makes the rest digital silence', () => {
    const end = endOf(joined(mixed(700 + lengthMs(voice) + 200, [0, room(4000, -50)], [700, voice]), silence(3000)));
    expect(Math.abs((end?.endMs ?? NaN) - trueEndMs)).toBeLessThanOrEqual(20);
  });

  it('goes by the position in the buffer, whatever the size of the pieces', () => {
    const pcm = mixed(5000, [0, room(5000, -60)], [700, voice]);
    const inFrames = heard(pcm).between(0, 5000);
    for (const frame of [1, 100, 333, 2400]) expect(heard(pcm, frame).between(0, 5000)).toEqual(inFrames);
    expect(heard(pcm, 480, 60_000).between(60_000, 65_000)?.endMs).toBe((inFrames?.endMs ?? 0) + 60_000);
  });

  it('says the levels it went by', () => {
    const end = endOf(mixed(5000, [0, room(5000, -60)], [700, voice]));
    expect(end?.noiseDbfs).toBeGreaterThan(-66);
    expect(end?.noiseDbfs).toBeLessThan(-58);
    expect(end?.speechDbfs).toBeGreaterThan(-25);
    expect(end?.speechDbfs).toBeLessThan(-10);
  });

  it('is placed after an hour of talking too, of which it keeps a minute or two', () => {
    const finder = new SpeechEndFinder();
    const minute = mixed(60_000, [0, room(60_000, -60)]);
    for (let n = 0; n < 60; n += 1) finder.push(minute, (n + 1) * 60_000);
    finder.push(mixed(5000, [0, room(5000, -60)], [700, voice]), 3_605_000);
    expect(Math.abs((finder.between(0, 3_605_000)?.endMs ?? NaN) - 3_600_000 - trueEndMs)).toBeLessThanOrEqual(20);
  });
});

describe('the end of recorded speech', () => {
  /** These files are digital silence after the last sound, so the true end of each is its last sample that is not 0. */
  const trueEnd = (pcm: Int16Array): number => (pcm.findLastIndex((sample) => sample !== 0) + 1) / 24;

  it.each([
    ['thank-you', 20],
    ['where-is-my-parcel', 40],
    ['change-address', 60],
    // The burst of its last consonant lies 26 dB under the voice and comes 100 ms after the vowel.
    ['send-it-back', 170],
  ])(
    'of %s is found at most %i ms early and never late, in quiet and in a room 35 dB under the voice',
    (id, mostMs) => {
      const clean = joined(silence(500), question(id), silence(1500));
      const noise = room(clean.length / 24, -50);
      const inRoom = clean.map((sample, index) => sample + Math.round((noise[index] ?? 0) * 32_768));
      for (const pcm of [clean, inRoom]) {
        const early = trueEnd(clean) - (endOf(pcm)?.endMs ?? NaN);
        expect(early).toBeGreaterThanOrEqual(0);
        expect(early).toBeLessThanOrEqual(mostMs);
      }
    },
  );
});

describe('no end of speech', () => {
  it('is claimed of silence, of a room, of a tone, of a click, and of nothing at all', () => {
    expect(new SpeechEndFinder().between(0, 1000)).toBeNull();
    expect(endOf(silence(3000))).toBeNull();
    expect(endOf(mixed(3000, [0, room(3000, -40)]))).toBeNull();
    expect(
      endOf(Int16Array.from({ length: 72_000 }, (_, i) => 8000 * Math.sin((2 * Math.PI * 440 * i) / 24_000))),
    ).toBeNull();
    expect(endOf(mixed(3000, [0, room(3000, -60)], [1000, room(30, -10, 7)]))).toBeNull();
  });

  it('is claimed of a voice hardly louder than its room', () => {
    expect(endOf(mixed(5000, [0, room(5000, -22)], [700, voice]))).toBeNull();
  });
});
