import { count as grouped } from '../kit/numbers.ts';
import { applyGain, type ChannelChoice, gainFactor } from './channels.ts';
import { frameSamples, wireRateHz } from './frames.ts';
import { Resampler, stretchWords } from './resampler.ts';
import { floatToPcm16 } from './samples.ts';
import { readHeard, type SoundFile, type SoundInfo } from './sound-file.ts';

/** What is chosen of a file. */
export interface HeardChoice {
  readonly channel: ChannelChoice;
  readonly gainDb: number;
}

/** A file as a microphone would give it. */
export interface HeardSound {
  /** Mono, 24 kHz; the first sample is the file's first. */
  readonly pcm24k: Int16Array;
  /** Samples beyond full scale at 24 kHz, after the gain, in each frame of 20 ms. */
  readonly clips: Uint16Array;
  /** How much longer it is than the file, in parts per million: 0 but for the oddest ratios of rates. */
  readonly offPpm: number;
}

/** Longer files do not speak: a session of any service is over by then. */
export const mostHeardMinutes = 90;

/** What to know of a file whose rate has no exact ratio to that of the wire, as a sentence; null: nothing. */
export function stretchSentence({ rateHz }: Pick<SoundInfo, 'rateHz'>, { offPpm }: HeardSound): string | null {
  const words = stretchWords(offPpm);
  return words === null ? null : `At its odd rate of ${grouped(rateHz)} Hz it is sent ${words}.`;
}

const blockSamples = 65_536;

/** The whole of a file as it is sent. Takes as long as resampling does: some milliseconds a second of sound. */
export function hearSound(sound: SoundFile, { channel, gainDb }: HeardChoice): HeardSound {
  const resampler = new Resampler(sound.rateHz, wireRateHz, { aligned: true });
  const factor = gainFactor(gainDb);
  const all = new Int16Array(resampler.maxOutput(sound.samples) + resampler.maxHeld());
  const clips = new Uint16Array(Math.ceil(all.length / frameSamples));
  const scratch = new Float32Array(Math.max(resampler.maxOutput(blockSamples), resampler.maxHeld()));
  let written = 0;
  const keep = (count: number): void => {
    for (let at = 0; at < count;) {
      const frame = Math.floor(written / frameSamples);
      const take = Math.min(count - at, (frame + 1) * frameSamples - written);
      clips[frame] = (clips[frame] ?? 0) + floatToPcm16(scratch.subarray(at, at + take), all.subarray(written), take);
      at += take;
      written += take;
    }
  };
  for (let at = 0; at < sound.samples; at += blockSamples) {
    const block = readHeard(sound, channel, at, at + blockSamples);
    applyGain(block, factor);
    keep(resampler.process(block, scratch));
  }
  keep(resampler.flush(scratch));
  return { pcm24k: all.subarray(0, written), clips, offPpm: resampler.offPpm };
}
