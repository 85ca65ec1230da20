import { Cancelling, channelWords } from './channels.ts';
import { readChannels, type SoundFile } from './sound-file.ts';

/** What the channels of a file are like, over the whole of it. */
export interface ChannelFacts {
  /** The highest sample of each, dBFS; null: all of them are zero. */
  readonly peaksDbfs: readonly (number | null)[];
  /** Their mean is next to silence through most of the sound. */
  readonly cancel: boolean;
}

/** A channel that never gets louder is empty: the noise of a converter lies below. */
const emptyBelowDbfs = -60;
const windowMs = 500;

/** Listens to every channel of a file once. */
export function channelFacts(sound: SoundFile): ChannelFacts {
  const windowSamples = Math.ceil((sound.rateHz * windowMs) / 1000);
  const peaks = Array.from({ length: sound.channels }, () => 0);
  const cancelling = new Cancelling(sound.rateHz);
  let windows = 0;
  let cancelled = 0;
  for (let from = 0; from < sound.samples; from += windowSamples) {
    const channels = readChannels(sound, from, from + windowSamples);
    for (const [channel, samples] of channels.entries()) {
      let peak = peaks[channel] ?? 0;
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      peaks[channel] = peak;
    }
    if (sound.channels < 2) continue;
    cancelling.push(channels);
    windows += 1;
    cancelled += cancelling.cancels ? 1 : 0;
  }
  return {
    peaksDbfs: peaks.map((peak) => (peak === 0 ? null : 20 * Math.log10(peak))),
    cancel: cancelled * 2 > windows,
  };
}

const isEmpty = (peakDbfs: number | null): boolean => peakDbfs === null || peakDbfs < emptyBelowDbfs;

/** What a person should know before all channels are averaged, as a sentence; null: nothing. */
export function channelAdvice({ peaksDbfs, cancel }: ChannelFacts): string | null {
  const count = peaksDbfs.length;
  if (count < 2) return null;
  if (cancel) {
    return `The ${count === 2 ? 'two' : count} channels cancel each other, so averaged they are next to silence: choose one channel.`;
  }
  const sounding = peaksDbfs.flatMap((peak, channel) => (isEmpty(peak) ? [] : [channel + 1]));
  const [only] = sounding;
  if (sounding.length !== 1 || only === undefined) return null;
  const words = channelWords(only, count);
  const lessDb = Math.round(20 * Math.log10(count));
  return `Only ${words === `channel ${only}` ? words : `the ${words} channel`} sounds, so averaged it is ${lessDb} dB quieter: choose it.`;
}
