/** The same words at another speed: played faster or slower, so the pitch follows. */
export function changeSpeed(pcm24k: Int16Array, speed: number): Int16Array {
  if (speed === 1) return pcm24k;
  const changed = new Int16Array(Math.floor(pcm24k.length / speed));
  for (let i = 0; i < changed.length; i += 1) {
    const at = i * speed;
    const before = Math.floor(at);
    const one = pcm24k[before] ?? 0;
    const other = pcm24k[before + 1] ?? one;
    changed[i] = Math.round(one + (other - one) * (at - before));
  }
  return changed;
}
