/** Loudness over time: one value a frame, 0 at `rangeDb` below the loudest frame and under, 1 at the loudest. */
export type Envelope = Float32Array;

const frameMs = 20;
const rangeDb = 35;
/** Frames below this are the silence around speech. */
const edge = 0.15;

/** The envelope of some speech without the silence around it. Empty for silence. Does not depend on how loud it is. */
export function envelopeOf(pcm: Int16Array, rateHz: number): Envelope {
  const frameSamples = Math.round((rateHz * frameMs) / 1000);
  const levels = new Float32Array(Math.floor(pcm.length / frameSamples));
  let loudest = -Infinity;
  for (let frame = 0; frame < levels.length; frame += 1) {
    let energy = 0;
    for (let at = frame * frameSamples; at < (frame + 1) * frameSamples; at += 1) energy += (pcm[at] ?? 0) ** 2;
    const level = 10 * Math.log10(energy / frameSamples + 1);
    levels[frame] = level;
    loudest = Math.max(loudest, level);
  }
  if (loudest <= 0) return new Float32Array(0);
  const relative = levels.map((level) => Math.max(0, 1 - (loudest - level) / rangeDb));
  const from = relative.findIndex((value) => value > edge);
  const to = relative.findLastIndex((value) => value > edge);
  return relative.slice(from, to + 1);
}

/** Pearson's correlation of `a` with `b` moved by `lag` frames, over the length of `a`. */
function correlation(a: Envelope, b: Envelope, lag: number): number {
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let index = 0; index < a.length; index += 1) {
    const x = a[index] ?? 0;
    const y = b[index + lag] ?? 0;
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  const n = a.length;
  const spread = Math.sqrt((sumAA - (sumA * sumA) / n) * (sumBB - (sumB * sumB) / n));
  return spread === 0 ? 0 : (sumAB - (sumA * sumB) / n) / spread;
}

const maxLagFrames = 8;
const maxLengthRatio = 1.08;

/** How alike two envelopes are: 1 the same, 0 nothing in common. Lengths that differ by more than 8 % have nothing in common. */
export function likeness(a: Envelope, b: Envelope): number {
  if (a.length === 0 || b.length === 0) return 0;
  const difference = Math.abs(a.length - b.length);
  if (difference > maxLagFrames && Math.max(a.length / b.length, b.length / a.length) > maxLengthRatio) return 0;
  let best = 0;
  for (let lag = -maxLagFrames; lag <= maxLagFrames; lag += 1) best = Math.max(best, correlation(a, b, lag));
  return best;
}
