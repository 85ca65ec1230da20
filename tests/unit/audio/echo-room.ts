import { readFileSync } from 'node:fs';
import { floatToPcm16 } from '../../../shared/audio/samples.ts';
import { Resampler } from '../../../shared/audio/resampler.ts';
import { parseWav } from '../../../shared/audio/files/wav-file.ts';
import { readMono } from '../../../shared/audio/sound-file.ts';

const rateHz = 24_000;

/** A voice of `assets/speech`, by its path there, at 24 kHz. */
export function spoken(path: string): Int16Array {
  const parsed = parseWav(readFileSync(`assets/speech/${path}.wav`), path);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const { wav } = parsed;
  const resampler = new Resampler(wav.rateHz, rateHz);
  const out = new Float32Array(resampler.maxOutput(wav.samples));
  const pcm = new Int16Array(resampler.process(readMono(wav, 0, wav.samples), out));
  floatToPcm16(out, pcm, pcm.length);
  return pcm;
}

/** A way from a loudspeaker to a microphone. */
export interface Way {
  readonly delayMs: number;
  readonly gainDb: number;
  /** What a small loudspeaker lets through. */
  readonly bandHz: readonly [low: number, high: number];
  /** The room falls by 60 dB in so long, and is by so much louder than the direct way. */
  readonly reverbMs: number;
  readonly reverbDb: number;
  readonly noiseDbfs: number;
}

/** Numbers in -1 to 1, the same for the same seed. */
function noiseSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function throughLoudspeaker(voice: Int16Array, [low, high]: Way['bandHz']): Float64Array {
  const [keepHigh, keepLow] = [high, low].map((edge) => Math.exp((-2 * Math.PI * edge) / rateHz)) as [number, number];
  let [smooth, before, out] = [0, 0, 0];
  return Float64Array.from(voice, (sample) => {
    smooth = (1 - keepHigh) * sample + keepHigh * smooth;
    out = keepLow * (out + smooth - before);
    before = smooth;
    return out;
  });
}

/** What a microphone hears of a voice that a loudspeaker plays, and of its room; as long as the voice. */
export function heardOf(voice: Int16Array, way: Way, seed = 1): Int16Array {
  const next = noiseSource(seed);
  const direct = Math.round((way.delayMs * rateHz) / 1000);
  const tail = Array.from({ length: 120 }, () => {
    const afterMs = (next() + 1) * 0.5 * way.reverbMs;
    return {
      at: direct + Math.round(((afterMs + 2) * rateHz) / 1000),
      by: next() * 10 ** ((-3 * afterMs) / way.reverbMs),
    };
  });
  const power = tail.reduce((sum, { by }) => sum + by * by, 0);
  const taps = [
    { at: direct, by: 1 },
    ...tail.map(({ at, by }) => ({ at, by: by * Math.sqrt(10 ** (way.reverbDb / 10) / power) })),
  ];
  const played = throughLoudspeaker(voice, way.bandHz);
  const gain = 10 ** (way.gainDb / 20);
  const sum = new Float64Array(voice.length);
  for (const { at, by } of taps) {
    for (let i = at; i < sum.length; i += 1) sum[i] = (sum[i] as number) + (played[i - at] as number) * by * gain;
  }
  const noise = 32_768 * Math.sqrt(3) * 10 ** (way.noiseDbfs / 20);
  return Int16Array.from(sum, (sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample + next() * noise))));
}

/** Both at once. */
export function together(one: Int16Array, other: Int16Array, otherFromMs: number): Int16Array {
  const from = Math.round((otherFromMs * rateHz) / 1000);
  return one.map((sample, at) =>
    Math.max(-32_768, Math.min(32_767, sample + (at < from ? 0 : (other[at - from] ?? 0)))),
  );
}
