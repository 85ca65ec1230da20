/*
 * A made voice, so that its true end is known to the sample: syllables of a falling saw-like tone (harmonics of 120 Hz),
 * 180 ms each with 60 ms of closure between them, in a room of steady noise. Nothing is random but for the seed.
 */

const rateHz = 24_000;
const samplesOf = (ms: number): number => Math.round((ms * rateHz) / 1000);

/** A generator of numbers in -1 to 1, the same for the same seed (mulberry32). */
function noiseSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

/** Noise of a level in dBFS (RMS), dull as that of a room: white noise through one pole at about 600 Hz. */
export function room(ms: number, dbfs: number, seed = 1): Float64Array {
  const next = noiseSource(seed);
  const [keep, out] = [Math.exp((-2 * Math.PI * 600) / rateHz), new Float64Array(samplesOf(ms))];
  let held = 0;
  let power = 0;
  for (let i = 0; i < out.length; i += 1) {
    held = keep * held + (1 - keep) * next();
    out[i] = held;
    power += held * held;
  }
  const gain = 10 ** (dbfs / 20) / Math.sqrt(power / Math.max(1, out.length));
  return out.map((sample) => sample * gain);
}

/** `count` syllables whose loudest reach about -20 dBFS; the last sample of the last one is the last of the array. */
export function syllables(count: number): Float64Array {
  const [sounding, whole] = [samplesOf(180), samplesOf(240)];
  const out = new Float64Array(count * whole - (whole - sounding));
  for (let i = 0; i < out.length; i += 1) {
    const inside = i % whole;
    if (inside >= sounding) continue;
    // Rises in 20 ms and falls to a third, as a vowel does before it is cut.
    const shape = Math.min(1, inside / samplesOf(20)) * (1 - (0.67 * inside) / sounding);
    let tone = 0;
    for (let harmonic = 1; harmonic <= 12; harmonic += 1) {
      tone += Math.sin((2 * Math.PI * 120 * harmonic * i) / rateHz) / harmonic;
    }
    out[i] = 0.15 * shape * tone;
  }
  return out;
}

/** Sums sounds placed at times, as PCM16 at 24 kHz. */
export function mixed(
  lengthMs: number,
  ...sounds: readonly (readonly [atMs: number, sound: Float64Array])[]
): Int16Array {
  const sum = new Float64Array(samplesOf(lengthMs));
  for (const [atMs, sound] of sounds) {
    sound.forEach((sample, index) => {
      const place = samplesOf(atMs) + index;
      if (place < sum.length) sum[place] = (sum[place] as number) + sample;
    });
  }
  return Int16Array.from(sum, (sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))));
}

/** Length of a sound, milliseconds. */
export const lengthMs = (sound: Float64Array): number => (sound.length * 1000) / rateHz;
