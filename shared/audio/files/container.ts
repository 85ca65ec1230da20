import { benchError, ok, refuse, type Result } from '../../kit/errors.ts';
import { lookup } from '../../kit/lookup.ts';
import { count } from '../../kit/numbers.ts';
import { bytesPerSample, firstNonNumber, type SampleEncoding, type SoundFile } from '../sound-file.ts';
import { mostChannels } from '../channels.ts';
import { leastRateHz, mostRateHz } from '../resampler.ts';

/** What is wrong with a file, and what to do about it. */
export const badFile = (
  name: string,
  problem: string,
  nextStep: string,
): { ok: false; error: ReturnType<typeof benchError> } =>
  refuse(benchError('invalid-audio-file', `${name} ${problem}`, { nextStep }));

export const saveAsPcm =
  'Save it as WAV with PCM 16, 24 or 32-bit or float, at any rate and with any number of channels.';
export const holdsNoSound = 'Choose a file that holds sound.';
export const damaged = 'The file is cut off or damaged; save it again.';

/** Whether a size is what writers into a pipe put there: the largest number that they know, whole or less some. */
export const saysNoSize = (stated: number): boolean =>
  stated >= 0xffff_0000 || (stated >= 0x7f00_0000 && stated <= 0x7fff_ffff);

/** What a container says of the samples in it. */
export interface Described {
  readonly name: string;
  readonly encoding: SampleEncoding;
  /** Bits that count; the rest of a sample's bytes is filled up. */
  readonly bits: number;
  /** Bytes of one sample of one channel, fill included. */
  readonly containerBytes: number;
  readonly littleEndian: boolean;
  readonly rateHz: number;
  readonly channels: number;
  readonly data: Uint8Array;
  /** The file says, or shows, that sound is missing at an end of it. */
  readonly cutOff?: boolean;
}

const names: Readonly<Record<SampleEncoding, string>> = {
  pcm8: 'PCM 8-bit',
  pcm8u: 'PCM 8-bit',
  pcm16: 'PCM 16-bit',
  pcm24: 'PCM 24-bit',
  pcm32: 'PCM 32-bit',
  float32: 'float 32-bit',
  float64: 'float 64-bit',
  mulaw: 'mu-law',
  alaw: 'A-law',
};

/** Encodings of whole numbers by the bytes of one. */
const wholeEncodings = lookup<SampleEncoding>({ 1: 'pcm8', 2: 'pcm16', 3: 'pcm24', 4: 'pcm32' });

/**
 * Samples of fewer bits than their bytes have stand at the upper end, the lower bits zero. Some writers put them at the lower end
 * with the sign repeated above: true where every sample is so and some lower bits are set.
 */
export function standsAtLowerEnd({ data, bits, containerBytes, littleEndian }: Described): boolean {
  const spare = containerBytes * 8 - bits;
  if (spare <= 0) return false;
  let lowBits = 0;
  const whole = Math.min(data.byteLength, 1 << 20);
  for (let at = 0; at + containerBytes <= whole; at += containerBytes) {
    let value = 0;
    for (let i = 0; i < containerBytes; i += 1) {
      const byte = data[at + (littleEndian ? containerBytes - 1 - i : i)] ?? 0;
      value = value * 256 + byte;
    }
    const limit = 2 ** (containerBytes * 8);
    const signed = value >= limit / 2 ? value - limit : value;
    if (signed < -(2 ** (bits - 1)) || signed >= 2 ** (bits - 1)) return false;
    lowBits += value % 2 ** spare === 0 ? 0 : 1;
  }
  return lowBits > 0;
}

/** The samples moved to the upper end of their bytes. */
function raised({ data, bits, containerBytes, littleEndian }: Described): Uint8Array {
  const moved = new Uint8Array(data.byteLength - (data.byteLength % containerBytes));
  const factor = 2 ** (containerBytes * 8 - bits);
  const limit = 2 ** (containerBytes * 8);
  for (let at = 0; at < moved.byteLength; at += containerBytes) {
    let value = 0;
    for (let i = 0; i < containerBytes; i += 1)
      value = value * 256 + (data[at + (littleEndian ? containerBytes - 1 - i : i)] ?? 0);
    let shifted = (value * factor) % limit;
    for (let i = 0; i < containerBytes; i += 1) {
      moved[at + (littleEndian ? i : containerBytes - 1 - i)] = shifted % 256;
      shifted = Math.floor(shifted / 256);
    }
  }
  return moved;
}

/** A file as it is used, from what its container says. Refuses what cannot be: no channels, an odd rate, no sound, values that are no numbers. */
export function soundFrom(said: Described, format?: string): Result<{ sound: SoundFile }> {
  const { name, encoding, bits, containerBytes, littleEndian, rateHz, channels } = said;
  if (channels === 0) return badFile(name, 'says it has no channels.', 'The header is damaged; save the file again.');
  if (channels > mostChannels) {
    return badFile(
      name,
      `says it has ${count(channels)} channels; up to ${mostChannels} can be read.`,
      'Save it with fewer channels.',
    );
  }
  if (!(rateHz >= leastRateHz && rateHz <= mostRateHz)) {
    return badFile(
      name,
      `says its rate is ${count(rateHz)} Hz; ${count(leastRateHz)} to ${count(mostRateHz)} Hz can be converted.`,
      'Save it at an ordinary rate such as 48,000 Hz.',
    );
  }
  const width = bytesPerSample(encoding);
  const lower = encoding !== 'pcm8u' && encoding.startsWith('pcm') && standsAtLowerEnd(said);
  const data = lower ? raised(said) : said.data;
  const samples = Math.floor(data.byteLength / (width * channels));
  if (samples === 0) return badFile(name, 'holds no sound.', holdsNoSound);
  const odd = bits < containerBytes * 8 && !encoding.startsWith('float') ? `PCM ${bits}-bit` : names[encoding];
  const sound: SoundFile = {
    name,
    format: `${format ?? odd}${said.cutOff === true ? ', cut off' : ''}`,
    encoding,
    littleEndian,
    rateHz,
    channels,
    samples,
    durationMs: (samples / rateHz) * 1000,
    data: data.subarray(0, samples * width * channels),
  };
  const wrong = firstNonNumber(sound);
  if (wrong === null) return ok({ sound });
  const second = (wrong / rateHz).toFixed(3);
  return badFile(
    name,
    `holds values that are no numbers, the first at ${second} s.`,
    'The program that wrote it failed there; save it again, or cut that part out.',
  );
}

/** The encoding of whole numbers in so many bytes, or a refusal that says what was found. */
export function wholeEncoding(
  name: string,
  bits: number,
  containerBytes: number,
): Result<{ encoding: SampleEncoding }> {
  const encoding = wholeEncodings(containerBytes);
  return encoding === undefined || bits < 1 || bits > containerBytes * 8
    ? badFile(name, `holds PCM with ${bits} bits in ${containerBytes} bytes, which the bench does not read.`, saveAsPcm)
    : ok({ encoding });
}
