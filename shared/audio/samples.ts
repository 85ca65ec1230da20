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

/** The same bytes where samples of two bytes can be read in place: a copy if they begin at an odd one. A Buffer's `slice` would be none. */
export const evenlyPlaced = (bytes: Uint8Array): Uint8Array =>
  bytes.byteOffset % 2 === 0 ? bytes : new Uint8Array(bytes);

/** PCM16 in little-endian bytes, as the wire and WAV files have it, as samples. A trailing odd byte is left out. */
export function pcm16FromBytes(bytes: Uint8Array): Int16Array {
  const even = bytes.byteLength - (bytes.byteLength % 2);
  const aligned = evenlyPlaced(bytes);
  return new Int16Array(aligned.buffer, aligned.byteOffset, even / 2);
}

/** The two companding laws of G.711: one byte a sample at 8 kHz. */
export interface Law {
  readonly decode: (byte: number) => number;
  readonly encode: (sample: number) => number;
}

const muBias = 0x84;
const muClip = 32_635;

/** µ-law (audio/pcmu): sign, 3 bits of exponent, 4 of mantissa, all bits inverted. */
export const muLaw: Law = {
  decode: (byte) => {
    const bits = ~byte & 0xff;
    const magnitude = ((((bits & 0x0f) << 3) + muBias) << ((bits >> 4) & 7)) - muBias;
    return (bits & 0x80) === 0 ? magnitude : -magnitude;
  },
  encode: (sample) => {
    const sign = sample < 0 ? 0x80 : 0;
    const magnitude = Math.min(Math.abs(sample), muClip) + muBias;
    const exponent = 31 - Math.clz32(magnitude) - 7;
    return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
  },
};

const aLawToggle = 0x55;

/** A-law (audio/pcma): as µ-law without bias, 13 bits, every other bit inverted. */
export const aLaw: Law = {
  decode: (byte) => {
    const bits = byte ^ aLawToggle;
    const exponent = (bits >> 4) & 7;
    const mantissa = ((bits & 0x0f) << 4) + 8;
    const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
    return (bits & 0x80) === 0 ? -magnitude : magnitude;
  },
  encode: (sample) => {
    const sign = sample < 0 ? 0 : 0x80;
    const magnitude = Math.min(sample < 0 ? ~sample : sample, 32_767);
    const exponent = Math.max(0, 31 - Math.clz32(magnitude | 1) - 7);
    const mantissa = exponent === 0 ? magnitude >> 4 : (magnitude >> (exponent + 3)) & 0x0f;
    return (sign | (exponent << 4) | mantissa) ^ aLawToggle;
  },
};
