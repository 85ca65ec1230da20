import { describe, expect, it } from 'vitest';
import { BandEnvelope, blockMs } from '../../../shared/audio/band-envelope.ts';
import { EchoFinder, echoLikeness } from '../../../shared/audio/echo-likeness.ts';
import { heardOf, spoken, together, type Way } from './echo-room.ts';
import { mixed, room, syllables } from './made-voice.ts';

const answers = ['parcel-status', 'address-changed', 'ask-number', 'return-label', 'greeting'].map((name) => ({
  name,
  voice: spoken(`replies/${name}`),
}));
const questions = ['change-address', 'send-it-back', 'thank-you', 'where-is-my-parcel'].map((name) => ({
  name,
  voice: spoken(`questions/${name}`),
}));

const ways = {
  'on the same desk': { delayMs: 60, gainDb: -12, bandHz: [200, 6000], reverbMs: 250, reverbDb: -3, noiseDbfs: -65 },
  'across a room': { delayMs: 150, gainDb: -24, bandHz: [300, 4000], reverbMs: 400, reverbDb: 0, noiseDbfs: -62 },
} satisfies Record<string, Way>;
const quietRoom: Way = { ...ways['on the same desk'], gainDb: -80 };

const courseOf = (pcm: Int16Array): BandEnvelope => {
  const course = new BandEnvelope(60_000);
  course.push(pcm);
  return course;
};

/** Speech is said to begin `speechMs` before the moment `atMs` of what was heard, while the answer stood there. */
function beside(answer: Int16Array, heard: Int16Array, atMs: number, speechMs: number) {
  const to = atMs / blockMs;
  return {
    heard: courseOf(heard.subarray(0, atMs * 24)),
    heardTo: to,
    speechFrom: to - speechMs / blockMs,
    played: courseOf(answer),
    playedTo: to,
  };
}

describe('what a microphone hears while an answer plays', () => {
  it.each(Object.entries(ways))('is an echo where the loudspeaker stands %s', (_, way) => {
    for (const { name, voice } of answers) {
      const heard = heardOf(voice, way);
      const found = new EchoFinder().began(beside(voice, heard, 1900, 500));
      expect(found?.likeness, name).toBeGreaterThan(echoLikeness);
      // Reverberation moves the middle of a sound back.
      expect(Math.abs((found?.delayMs ?? 0) - way.delayMs), name).toBeLessThanOrEqual(60);
    }
  });

  it('is none where a person speaks, whatever is said and however long', () => {
    const likenesses: number[] = [];
    for (const { voice } of answers) {
      const silence = heardOf(voice, quietRoom);
      for (const { voice: question } of questions) {
        for (const speechMs of [200, 500, 900, 1300, 1700]) {
          const heard = together(silence, question, 1900 - speechMs);
          // Nobody had to be heard before: a rise of loudness is no part of this.
          const found = new EchoFinder().began({ ...beside(voice, heard, 1900, speechMs), speechFrom: 0 });
          if (found !== null) likenesses.push(found.likeness);
        }
      }
    }
    expect(likenesses).toHaveLength(answers.length * questions.length * 5);
    expect(Math.max(...likenesses)).toBeLessThan(0.61);
  });

  it('is none where the voice of a person is made, nor where there is only a room', () => {
    for (const { name, voice } of answers) {
      for (const heard of [mixed(1900, [0, room(1900, -60)], [600, syllables(6)]), mixed(1900, [0, room(1900, -50)])]) {
        const found = new EchoFinder().began({ ...beside(voice, heard, 1900, 500), speechFrom: 0 });
        expect(found?.likeness, name).toBeLessThan(echoLikeness);
      }
    }
  });

  it('is not asked about where somebody speaks over an echo that was there before', () => {
    for (const { name, voice } of answers) {
      const echo = heardOf(voice, ways['across a room']);
      const over = together(echo, questions[1]?.voice ?? voice, 1400);
      expect(new EchoFinder().began(beside(voice, over, 1900, 500)), name).toBeNull();
    }
  });

  it('is put together from answers that cut each other off, until it is enough to say so', () => {
    const finder = new EchoFinder();
    const found = answers
      .slice(0, 4)
      .map(({ voice }) => finder.began(beside(voice, heardOf(voice, ways['on the same desk']), 700, 300)));
    // 400 ms of each can be compared: what may be late is left out.
    expect(found.map((one) => one?.overMs ?? null)).toEqual([null, null, 1200, null]);
    expect(found[2]?.likeness).toBeGreaterThan(echoLikeness);
  });

  it('says nothing where an answer has hardly begun', () => {
    const { voice } = answers[0] ?? { voice: new Int16Array(0) };
    expect(new EchoFinder().began(beside(voice, voice, 400, 300))).toBeNull();
  });
});

describe('the course of a voice', () => {
  it('is the same however it is cut, and keeps its end', () => {
    const { voice } = answers[0] ?? { voice: new Int16Array(0) };
    const whole = courseOf(voice);
    const pieces = new BandEnvelope(1000);
    for (let at = 0; at < voice.length; at += 479) pieces.push(voice.subarray(at, at + 479));
    expect(pieces.length).toBe(whole.length);
    expect(pieces.first).toBeGreaterThan(0);
    const { length } = whole;
    expect(pieces.loudness(length - 100, length)).toEqual(whole.loudness(length - 100, length));
    expect(pieces.power(length - 100, length)).toBe(whole.power(length - 100, length));
  });
});
