import type { Result } from '../../kit/errors.ts';
import { lookup } from '../../kit/lookup.ts';
import type { SampleEncoding, SoundFile } from '../sound-file.ts';
import { FileBytes } from './bytes.ts';
import { badFile, damaged, saveAsPcm, saysNoSize, soundFrom, wholeEncoding } from './container.ts';

/** An 80-bit float, as AIFF writes its rate. */
function extended(file: FileBytes, at: number): number {
  const head = file.u16(at);
  const exponent = (head & 0x7fff) - 16_383;
  const mantissa = file.u32(at + 2) * 2 ** 32 + file.u32(at + 6);
  return (head & 0x8000) === 0 ? mantissa * 2 ** (exponent - 63) : -1;
}

interface AiffCompression {
  readonly littleEndian: boolean;
  /** Null: whole numbers of the bits that the header says. */
  readonly encoding: SampleEncoding | null;
}

const big = { littleEndian: false, encoding: null };
const aiffCompressions = lookup<AiffCompression>({
  NONE: big,
  twos: big,
  in24: big,
  in32: big,
  sowt: { littleEndian: true, encoding: null },
  fl32: { littleEndian: false, encoding: 'float32' },
  FL32: { littleEndian: false, encoding: 'float32' },
  fl64: { littleEndian: false, encoding: 'float64' },
  FL64: { littleEndian: false, encoding: 'float64' },
  ulaw: { littleEndian: false, encoding: 'mulaw' },
  ULAW: { littleEndian: false, encoding: 'mulaw' },
  alaw: { littleEndian: false, encoding: 'alaw' },
  ALAW: { littleEndian: false, encoding: 'alaw' },
  raw: { littleEndian: false, encoding: 'pcm8u' },
});

const said = (tag: string): string => tag.replaceAll(/[^\x20-\x7e]/g, '?').trim();

/** Reads AIFF, and AIFF-C with samples as they are, in either byte order, floats and G.711. */
export function readAiff(bytes: Uint8Array, name: string): Result<{ sound: SoundFile }> {
  const file = new FileBytes(bytes, false);
  const compressed = file.text(8, 4) === 'AIFC';
  let common: { at: number; size: number } | null = null;
  let data: Uint8Array = new Uint8Array(0);
  let cutOff = false;
  let at = 12;
  while (at + 8 <= file.length) {
    const id = file.text(at, 4);
    const size = Math.min(file.u32(at + 4), file.length - at - 8);
    if (id === 'SSND') {
      data = bytes.subarray(Math.min(at + 16 + file.u32(at + 8), at + 8 + size), at + 8 + size);
      cutOff = !saysNoSize(file.u32(at + 4)) && file.u32(at + 4) > size;
    }
    if (id === 'COMM') common = { at: at + 8, size };
    at += 8 + size + (size % 2);
  }
  if (common === null || common.size < 18) return badFile(name, 'has no complete format header.', damaged);
  const tag = compressed ? said(file.text(common.at + 18, 4)) : 'NONE';
  const compression = aiffCompressions(tag);
  if (compression === undefined)
    return badFile(name, `holds AIFF-C audio of kind "${tag}", which the bench does not decode.`, saveAsPcm);
  const bits = file.u16(common.at + 6);
  const described = {
    name,
    littleEndian: compression.littleEndian,
    rateHz: Math.round(extended(file, common.at + 8)),
    channels: file.u16(common.at),
    data,
    cutOff,
  };
  const own = Math.ceil(bits / 8);
  if (compression.encoding !== null)
    return soundFrom({ ...described, encoding: compression.encoding, bits, containerBytes: own });
  const whole = wholeEncoding(name, bits, own);
  return whole.ok ? soundFrom({ ...described, encoding: whole.encoding, bits, containerBytes: own }) : whole;
}

const auEncodings = lookup<SampleEncoding>({
  1: 'mulaw',
  2: 'pcm8',
  3: 'pcm16',
  4: 'pcm24',
  5: 'pcm32',
  6: 'float32',
  7: 'float64',
  27: 'alaw',
});

/** Reads the files of Sun and NeXT. */
export function readAu(bytes: Uint8Array, name: string): Result<{ sound: SoundFile }> {
  const file = new FileBytes(bytes, false);
  const from = file.u32(4);
  const size = file.u32(8);
  const encoding = auEncodings(file.u32(12));
  if (file.length < 24 || from < 24) return badFile(name, 'has no complete format header.', damaged);
  if (encoding === undefined)
    return badFile(name, `holds AU audio of kind ${file.u32(12)}, which the bench does not decode.`, saveAsPcm);
  const data = bytes.subarray(from, size === 0xffff_ffff ? undefined : from + size);
  const rateHz = file.u32(16);
  return soundFrom({
    name,
    encoding,
    bits: 0,
    containerBytes: 0,
    littleEndian: false,
    rateHz,
    channels: file.u32(20),
    data,
    cutOff: !saysNoSize(size) && from + size > file.length,
  });
}

/** Reads Apple's Core Audio files with samples as they are, or G.711. */
export function readCaf(bytes: Uint8Array, name: string): Result<{ sound: SoundFile }> {
  const file = new FileBytes(bytes, false);
  let description: number | null = null;
  let data: Uint8Array = new Uint8Array(0);
  let cutOff = false;
  let at = 8;
  while (at + 12 <= file.length) {
    const id = file.text(at, 4);
    const stated = file.u64(at + 4);
    const left = file.length - at - 12;
    const size = Math.min(stated, left);
    if (id === 'desc' && size >= 32) description = at + 12;
    if (id === 'data') {
      // The first four bytes count edits. A size of -1 goes to the end.
      data = bytes.subarray(at + 16, at + 12 + size);
      cutOff = stated > left && stated < 2 ** 63;
    }
    at += 12 + size;
  }
  if (description === null) return badFile(name, 'has no complete format header.', damaged);
  const codec = said(file.text(description + 8, 4));
  const flags = file.u32(description + 12);
  const packetBytes = file.u32(description + 16);
  const channels = file.u32(description + 24);
  const bits = file.u32(description + 28);
  const described = { name, rateHz: Math.round(file.f64(description)), channels, data, cutOff };
  if (codec === 'ulaw' || codec === 'alaw') {
    const encoding = codec === 'ulaw' ? 'mulaw' : 'alaw';
    return soundFrom({ ...described, encoding, bits: 8, containerBytes: 1, littleEndian: false });
  }
  if (codec !== 'lpcm')
    return badFile(name, `is a CAF file with "${codec}" in it, which the bench does not decode.`, saveAsPcm);
  const littleEndian = (flags & 2) !== 0;
  const containerBytes = channels === 0 ? 0 : packetBytes / channels;
  if ((flags & 1) !== 0) {
    const encoding = bits === 64 ? 'float64' : 'float32';
    if (bits !== 32 && bits !== 64)
      return badFile(name, `holds floats with ${bits} bits, which the bench does not decode.`, saveAsPcm);
    return soundFrom({ ...described, encoding, bits, containerBytes, littleEndian });
  }
  const whole = wholeEncoding(name, bits, containerBytes);
  return whole.ok ? soundFrom({ ...described, encoding: whole.encoding, bits, containerBytes, littleEndian }) : whole;
}
