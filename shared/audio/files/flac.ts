import type { Result } from '../../kit/errors.ts';
import type { SoundFile } from '../sound-file.ts';
import { leastRateHz, mostRateHz } from '../resampler.ts';
import { BitReader, EndOfBits } from './bit-reader.ts';
import { FileBytes, isTrailer } from './bytes.ts';
import { badFile, damaged, holdsNoSound, soundFrom } from './container.ts';
import { SampleCollector, tooLong } from './decoded.ts';

/** What the first block of a FLAC file says. */
interface StreamInfo {
  readonly rateHz: number;
  readonly channels: number;
  readonly bits: number;
  /** Samples per channel; 0: not said. */
  readonly samples: number;
  /** Of the first frame, in bytes from the beginning. */
  readonly framesAt: number;
}

function streamInfo(bytes: Uint8Array): StreamInfo | null {
  const file = new FileBytes(bytes, false);
  let at = 4;
  let info: Omit<StreamInfo, 'framesAt'> | null = null;
  for (;;) {
    if (at + 4 > bytes.byteLength) return null;
    const head = file.u8(at);
    const size = file.u32(at) & 0xff_ffff;
    if ((head & 0x7f) === 0 && size >= 34 && at + 38 <= bytes.byteLength) {
      const packed = file.u32(at + 14);
      info = {
        rateHz: packed >>> 12,
        channels: ((packed >>> 9) & 7) + 1,
        bits: ((packed >>> 4) & 31) + 1,
        samples: (packed & 15) * 2 ** 32 + file.u32(at + 18),
      };
    }
    at += 4 + size;
    if ((head & 0x80) !== 0) return info === null ? null : { ...info, framesAt: at };
  }
}

/** A frame that cannot be what it says. */
class BadFrame extends Error {}

interface FrameHeader {
  readonly blockSize: number;
  /** 0 to 7: one more is the number of channels; 8 left and side, 9 side and right, 10 mid and side. */
  readonly assignment: number;
  /** 0: as the file says. */
  readonly bits: number;
  /** Of the frame, or of its first sample where frames differ in length. */
  readonly number: number;
  readonly countsSamples: boolean;
}

const sampleBits = [0, 8, 12, -1, 16, 20, 24, 32] as const;

function blockSizeOf(code: number, reader: BitReader): number {
  if (code === 0) throw new BadFrame();
  if (code === 1) return 192;
  if (code <= 5) return 576 << (code - 2);
  if (code === 6) return reader.bits(8) + 1;
  if (code === 7) return reader.bits(16) + 1;
  return 256 << (code - 8);
}

/** A number written like a letter of UTF-8, of up to 36 bits. */
function codedNumber(reader: BitReader): number {
  const lead = reader.bits(8);
  const ones = Math.clz32(~(lead << 24));
  if (ones === 0) return lead;
  let number = lead & (0x7f >> ones);
  for (let following = ones - 1; following > 0; following -= 1) number = number * 64 + (reader.bits(8) & 63);
  return number;
}

function frameHeader(reader: BitReader): FrameHeader {
  if (reader.bits(15) !== 0x7ffc) throw new BadFrame();
  const countsSamples = reader.bits(1) === 1;
  const sizeCode = reader.bits(4);
  const rateCode = reader.bits(4);
  const assignment = reader.bits(4);
  const bits = sampleBits[reader.bits(3)] ?? -1;
  if (reader.bits(1) !== 0 || assignment > 10 || bits < 0 || rateCode === 15) throw new BadFrame();
  const number = codedNumber(reader);
  const blockSize = blockSizeOf(sizeCode, reader);
  if (rateCode === 12) reader.bits(8);
  if (rateCode === 13 || rateCode === 14) reader.bits(16);
  reader.bits(8);
  return { blockSize, assignment, bits, number, countsSamples };
}

/** What the predictor left over, in partitions, each with the Rice parameter that suits it. */
function residual(reader: BitReader, output: Float64Array, order: number): void {
  const method = reader.bits(2);
  if (method > 1) throw new BadFrame();
  const parameterBits = method === 0 ? 4 : 5;
  const escape = method === 0 ? 15 : 31;
  const partitions = 1 << reader.bits(4);
  const size = output.length / partitions;
  if (!Number.isInteger(size) || size < order) throw new BadFrame();
  let at = order;
  for (let partition = 1; partition <= partitions; partition += 1) {
    const end = partition * size;
    const parameter = reader.bits(parameterBits);
    if (parameter === escape) {
      const width = reader.bits(5);
      for (; at < end; at += 1) output[at] = width === 0 ? 0 : reader.signed(width);
      continue;
    }
    const scale = 2 ** parameter;
    for (; at < end; at += 1) {
      const folded = reader.zeros() * scale + reader.bits(parameter);
      output[at] = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
    }
  }
}

const fixedCoefficients = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]] as const;

/** Adds to what is left over what the predictor expected. Sums stay below 2^53, so doubles hold them exactly. */
function predict(output: Float64Array, coefficients: readonly number[], shift: number): void {
  const order = coefficients.length;
  const scale = 2 ** shift;
  for (let at = order; at < output.length; at += 1) {
    let sum = 0;
    for (let i = 0; i < order; i += 1) sum += (coefficients[i] as number) * (output[at - 1 - i] as number);
    output[at] = (output[at] as number) + Math.floor(sum / scale);
  }
}

function linear(reader: BitReader, output: Float64Array, bits: number, order: number): void {
  for (let i = 0; i < order; i += 1) output[i] = reader.signed(bits);
  const precision = reader.bits(4) + 1;
  const shift = reader.signed(5);
  if (precision === 16 || shift < 0) throw new BadFrame();
  const coefficients = Array.from({ length: order }, () => reader.signed(precision));
  residual(reader, output, order);
  predict(output, coefficients, shift);
}

/** One channel of a frame. */
function subframe(reader: BitReader, output: Float64Array, sampleWidth: number): void {
  if (reader.bits(1) !== 0) throw new BadFrame();
  const type = reader.bits(6);
  const wasted = reader.bits(1) === 0 ? 0 : reader.zeros() + 1;
  const bits = sampleWidth - wasted;
  if (bits < 1) throw new BadFrame();
  if (type === 0) output.fill(reader.signed(bits));
  else if (type === 1) for (let i = 0; i < output.length; i += 1) output[i] = reader.signed(bits);
  else if (type >= 8 && type <= 12) {
    const order = type - 8;
    if (order > output.length) throw new BadFrame();
    for (let i = 0; i < order; i += 1) output[i] = reader.signed(bits);
    residual(reader, output, order);
    predict(output, fixedCoefficients[order] ?? [], 0);
  } else if (type >= 32) {
    if (type - 31 > output.length) throw new BadFrame();
    linear(reader, output, bits, type - 31);
  } else throw new BadFrame();
  if (wasted > 0) for (let i = 0; i < output.length; i += 1) output[i] = (output[i] as number) * 2 ** wasted;
}

/** Left and right again, where a frame holds their difference or their mean. */
function unmix(first: Float64Array, second: Float64Array, assignment: number): void {
  for (let i = 0; i < first.length; i += 1) {
    const a = first[i] as number;
    const b = second[i] as number;
    if (assignment === 8) second[i] = a - b;
    else if (assignment === 9) first[i] = a + b;
    else {
      const sum = a * 2 + (Math.abs(b) % 2);
      first[i] = (sum + b) / 2;
      second[i] = (sum - b) / 2;
    }
  }
}

const crcTable = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 0x8000) === 0 ? value << 1 : (value << 1) ^ 0x8005;
  return value & 0xffff;
});

function crc16(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let at = from; at < to; at += 1)
    crc = ((crc << 8) ^ (crcTable[(crc >> 8) ^ (bytes[at] as number)] as number)) & 0xffff;
  return crc;
}

interface Frame {
  readonly lanes: Float64Array[];
  /** Where the next one begins. */
  readonly next: number;
  readonly number: number;
  /** The number that the next one has, if none is missing. */
  readonly nextNumber: number;
}

/** The frame at `at`. Throws where none stands, or a part of one. */
function frameAt(bytes: Uint8Array, at: number, info: StreamInfo): Frame {
  const reader = new BitReader(bytes, at);
  const { blockSize, assignment, bits, number, countsSamples } = frameHeader(reader);
  const channels = assignment < 8 ? assignment + 1 : 2;
  if (channels !== info.channels || (bits !== 0 && bits !== info.bits)) throw new BadFrame();
  const lanes = Array.from({ length: channels }, () => new Float64Array(blockSize));
  for (const [channel, lane] of lanes.entries()) {
    // The difference of two channels needs a bit more.
    const side = assignment === 9 ? channel === 0 : assignment >= 8 && channel === 1;
    subframe(reader, lane, info.bits + (side ? 1 : 0));
  }
  reader.align();
  const end = reader.byte;
  if (reader.bits(16) !== crc16(bytes, at, end)) throw new BadFrame();
  if (assignment >= 8) unmix(lanes[0] as Float64Array, lanes[1] as Float64Array, assignment);
  return { lanes, next: end + 2, number, nextNumber: number + (countsSamples ? blockSize : 1) };
}

/** Whether a whole frame stands anywhere behind `at`: then what is wrong there is damage, and no end. */
function anyFrameAfter(bytes: Uint8Array, at: number, info: StreamInfo): boolean {
  for (let from = bytes.indexOf(0xff, at + 1); from >= 0; from = bytes.indexOf(0xff, from + 1)) {
    try {
      frameAt(bytes, from, info);
      return true;
    } catch (error) {
      if (!isNoFrame(error)) throw error;
    }
  }
  return false;
}

const isNoFrame = (error: unknown): boolean => error instanceof EndOfBits || error instanceof BadFrame;

/** What ended a walk through the frames. */
type Ending = 'end' | 'cut off' | 'damaged' | 'too long';

/** Decodes frame after frame into `collector`. */
function walk(
  bytes: Uint8Array,
  info: StreamInfo,
  collector: SampleCollector<Int16Array> | SampleCollector<Int32Array>,
): Ending {
  const { channels, bits, framesAt } = info;
  const fill = 2 ** ((bits > 16 ? 32 : 16) - bits);
  let at = framesAt;
  let expected: number | null = null;
  while (at < bytes.byteLength) {
    try {
      const { lanes, next, number, nextNumber } = frameAt(bytes, at, info);
      // Smaller numbers are those of another recording that was put behind this one.
      if (expected !== null && number > expected) return 'damaged';
      expected = nextNumber;
      const blockSize = lanes[0]?.length ?? 0;
      const room = collector.room(blockSize * channels);
      if (room === null) return 'too long';
      for (const [channel, lane] of lanes.entries())
        for (let i = 0; i < blockSize; i += 1) room[i * channels + channel] = (lane[i] as number) * fill;
      at = next;
    } catch (error) {
      if (!isNoFrame(error)) throw error;
      if (collector.length > 0 && isTrailer(bytes, at)) return 'end';
      return error instanceof EndOfBits && !anyFrameAfter(bytes, at, info) ? 'cut off' : 'damaged';
    }
  }
  return 'end';
}

/**
 * Decodes a FLAC file of up to 24 bits, exactly. One that is cut off is read as far as it goes, and says so.
 * @param cutOff what the frames stand in is known to be
 */
export function readFlac(bytes: Uint8Array, name: string, cutOff = false): Result<{ sound: SoundFile }> {
  const info = streamInfo(bytes);
  if (info === null) return badFile(name, 'has no complete format header.', damaged);
  const { rateHz, channels, bits } = info;
  if (bits > 24) {
    return badFile(
      name,
      `is a FLAC file of ${bits} bits, which the bench does not decode.`,
      'Save it with 24 or 16 bits.',
    );
  }
  if (rateHz < leastRateHz || rateHz > mostRateHz) return described(info, new Uint8Array(0), name, false);
  const collector =
    bits > 16
      ? new SampleCollector((length) => new Int32Array(length), info.samples * channels)
      : new SampleCollector((length) => new Int16Array(length), info.samples * channels);
  const ending = walk(bytes, info, collector);
  if (ending === 'too long') return tooLong(name, { rateHz, channels, bytesPerSample: bits > 16 ? 4 : 2 });
  if (ending === 'damaged') {
    const second = (collector.length / channels / rateHz).toFixed(3);
    return badFile(name, `is damaged at ${second} s.`, damaged);
  }
  const short = cutOff || ending === 'cut off' || collector.length < info.samples * channels;
  return described(info, collector.bytes(), name, short);
}

function described(
  { rateHz, channels, bits }: StreamInfo,
  data: Uint8Array,
  name: string,
  cutOff: boolean,
): Result<{ sound: SoundFile }> {
  if (data.byteLength === 0 && rateHz >= leastRateHz && rateHz <= mostRateHz)
    return badFile(name, 'holds no sound.', holdsNoSound);
  const encoding = bits > 16 ? 'pcm32' : 'pcm16';
  const said = { name, encoding, bits: 0, containerBytes: 0, littleEndian: true, rateHz, channels, data } as const;
  return soundFrom({ ...said, cutOff }, `FLAC ${bits}-bit`);
}
