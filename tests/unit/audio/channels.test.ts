import { describe, expect, it } from 'vitest';
import {
  applyGain,
  Cancelling,
  channelWords,
  clippedSamples,
  gainFactor,
  pickChannel,
  readChannelChoice,
  type ChannelChoice,
} from '../../../shared/audio/channels.ts';

const sine = (amplitude: number, samples = 4800): Float32Array =>
  Float32Array.from({ length: samples }, (_, n) => amplitude * Math.sin((2 * Math.PI * 440 * n) / 48_000));

const heard = (choice: ChannelChoice, ...channels: number[][]): number[] => {
  const output = new Float32Array(channels[0]?.length ?? 0);
  pickChannel(
    channels.map((channel) => Float32Array.from(channel)),
    choice,
    output,
  );
  return [...output];
};

describe('the choice of a channel', () => {
  it.each([
    ['mix', 'mix'],
    ['left', 1],
    ['right', 2],
    ['1', 1],
    ['32', 32],
  ] as const)('reads %s', (text, channel) => {
    expect(readChannelChoice(text)).toEqual({ ok: true, channel });
  });

  it.each(['', '0', '33', '-1', '1.5', 'Left', 'toString', '01'])('refuses %j', (text) => {
    const answer = readChannelChoice(text);
    expect(answer.ok ? '' : answer.error.nextStep).toBe('Say mix, left, right or a number from 1 to 32.');
  });

  it('hears the channel at its own level, where the mean would halve it', () => {
    expect(heard(1, [0.5, -0.5], [0, 0])).toEqual([0.5, -0.5]);
    expect(heard(2, [0.5, -0.5], [0.25, 0])).toEqual([0.25, 0]);
    expect(heard('mix', [0.5, -0.5], [0, 0])).toEqual([0.25, -0.25]);
    expect(heard('mix', [1], [0.5], [0])).toEqual([0.5]);
    expect(heard(3, [1], [0.5], [0.125])).toEqual([0.125]);
  });

  it('hears what there is where the input has fewer channels', () => {
    expect(heard(2, [0.5])).toEqual([0.5]);
    expect(heard(3, [0.5], [0.25])).toEqual([0.375]);
  });

  it('has words for people', () => {
    expect([1, 2, 'mix', 3].map((choice) => channelWords(choice as ChannelChoice, 2))).toEqual([
      'left',
      'right',
      'all channels averaged',
      'channel 3',
    ]);
    expect(channelWords('mix', 1)).toBe('mono');
    expect(channelWords(1, 4)).toBe('channel 1');
  });
});

describe('gain', () => {
  it('is a factor of ten for 20 dB, two for 6.02', () => {
    const samples = Float32Array.of(0.0625, -0.0625);
    applyGain(samples, gainFactor(20));
    expect(samples[0]).toBeCloseTo(0.625, 6);
    expect(gainFactor(6.0206)).toBeCloseTo(2, 5);
    expect(gainFactor(-20)).toBeCloseTo(0.1, 12);
  });

  it('counts what clips after it, and what the device had clipped before it', () => {
    const quiet = Float32Array.of(0.5, -0.5, 0.25);
    const loud = quiet.map((sample) => sample * 2);
    expect(clippedSamples([quiet], 'mix', loud)).toBe(2);
    const clipped = Float32Array.of(1, 1, -1);
    expect(clippedSamples([clipped], 'mix', Float32Array.of(0.1, 0.1, -0.1))).toBe(3);
  });

  it('does not count the channel that nobody hears', () => {
    const left = Float32Array.of(0.5, 0.5);
    const right = Float32Array.of(1, 1);
    expect(clippedSamples([left, right], 1, left)).toBe(0);
    expect(clippedSamples([left, right], 'mix', Float32Array.of(0.75, 0.75))).toBe(2);
  });
});

describe('channels that cancel each other', () => {
  const judge = (...channels: Float32Array[]): boolean => {
    const cancelling = new Cancelling(48_000);
    for (let round = 0; round < 5; round += 1) cancelling.push(channels);
    return cancelling.cancels;
  };
  const left = sine(0.5);

  it('are told when one is the other upside down, also a little louder', () => {
    expect(judge(left, sine(-0.5))).toBe(true);
    expect(judge(left, sine(-0.55))).toBe(true);
  });

  it('are not seen in the same voice, in one channel alone, in different voices or in a pause', () => {
    expect(judge(left, left)).toBe(false);
    expect(judge(left, sine(0))).toBe(false);
    expect(
      judge(
        left,
        left.map((_, n) => left[(n * 7) % left.length] as number),
      ),
    ).toBe(false);
    expect(judge(sine(0.001), sine(-0.001))).toBe(false);
    expect(judge(left)).toBe(false);
  });

  it('stand over a pause, until the next sound decides', () => {
    const cancelling = new Cancelling(48_000);
    const push = (a: Float32Array, b: Float32Array): void => {
      for (let round = 0; round < 5; round += 1) cancelling.push([a, b]);
    };
    push(left, sine(-0.5));
    push(sine(0), sine(0));
    expect(cancelling.cancels).toBe(true);
    push(left, left);
    expect(cancelling.cancels).toBe(false);
  });
});
