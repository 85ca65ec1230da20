import { samplesOf } from './time.ts';

export interface NoiseReduction {
  readonly type: 'near_field' | 'far_field';
  readonly strength?: number;
}

const blockSamples = samplesOf(20);
/** What lies below counts as noise: a room is louder than a headset. */
const noiseBelowDb = { near_field: -50, far_field: -42 } as const;
/** What strength 1 takes out of noise. */
const reductionDb = 24;

function levelDb(block: Int16Array): number {
  let energy = 0;
  for (const sample of block) energy += sample * sample;
  return energy === 0 ? -Infinity : 10 * Math.log10(energy / block.length / (32_768 * 32_768));
}

/** Turns down what is too quiet to be speech, block by block of 20 ms. A gate and no more: it says that the option is on. */
export function reduceNoise(pcm24k: Int16Array, { type, strength = 1 }: NoiseReduction): Int16Array {
  const gain = 10 ** ((-reductionDb * strength) / 20);
  const cleaned = Int16Array.from(pcm24k);
  for (let from = 0; from < cleaned.length; from += blockSamples) {
    const block = cleaned.subarray(from, from + blockSamples);
    if (levelDb(block) >= noiseBelowDb[type]) continue;
    for (let i = 0; i < block.length; i += 1) block[i] = Math.round((block[i] as number) * gain);
  }
  return cleaned;
}
