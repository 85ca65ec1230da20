const fullScale = 32_768;

/**
 * Float samples to PCM16: rounded to the nearest step, clipped, not dithered (98 dB against 96 for truncation).
 * @returns how many samples were beyond full scale
 */
export function floatToPcm16(input: Float32Array, output: Int16Array, count = input.length): number {
  let clipped = 0;
  for (let i = 0; i < count; i += 1) {
    const scaled = Math.round((input[i] as number) * fullScale);
    if (scaled > 32_767 || scaled < -32_768) clipped += 1;
    output[i] = scaled > 32_767 ? 32_767 : scaled < -32_768 ? -32_768 : scaled;
  }
  return clipped;
}

/** PCM16 to float samples in -1 up to, not including, 1. */
export function pcm16ToFloat(input: Int16Array, output: Float32Array, count = input.length): void {
  for (let i = 0; i < count; i += 1) output[i] = (input[i] as number) / fullScale;
}

/** PCM16 in little-endian bytes, as the wire and WAV files have it, as samples. A trailing odd byte is left out. */
export function pcm16FromBytes(bytes: Uint8Array): Int16Array {
  const even = bytes.byteLength - (bytes.byteLength % 2);
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Int16Array(aligned.buffer, aligned.byteOffset, even / 2);
}
