import { ok, type Result } from '../../kit/errors.ts';
import { lookup } from '../../kit/lookup.ts';
import type { SampleEncoding, SoundFile } from '../sound-file.ts';
import { FileBytes, textAt } from './bytes.ts';
import { badFile, damaged, holdsNoSound, saveAsPcm, saysNoSize, soundFrom, wholeEncoding } from './container.ts';
import { isWav } from './kinds.ts';

/** Encodings of format tags that name one, by tag and bytes of a sample. */
const encodings = lookup<SampleEncoding>({
  '3 4': 'float32',
  '3 8': 'float64',
  '6 1': 'alaw',
  '7 1': 'mulaw',
});

/** Format tags a person is likely to meet and the bench does not decode. */
const codecs = lookup<string>({
  2: 'Microsoft ADPCM',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  80: 'MPEG',
  85: 'MP3',
  255: 'AAC',
  0x6750: 'Vorbis',
  0xf1ac: 'FLAC',
});

const pcmTag = 1;
const extensibleTag = 0xfffe;

interface Chunk {
  readonly id: string;
  readonly at: number;
  readonly size: number;
  /** It says that it is longer than what is there. */
  readonly cutOff: boolean;
}

const isId = (id: string): boolean => /^[\x20-\x7e]{4}$/.test(id);

/** Whether nothing but whole chunks stands from `at` to the end of the file. */
function onlyChunks(file: FileBytes, at: number): boolean {
  let next = at;
  while (next + 8 <= file.length) {
    if (!isId(file.text(next, 4))) return false;
    const size = file.u32(next + 4);
    next += 8 + size + (size % 2);
  }
  // The fill byte of the last chunk may be missing.
  return next >= file.length && next <= file.length + 1;
}

/**
 * How much of the file belongs to its data. A recorder that was killed, or wrote into a pipe, leaves 0 or the largest number there,
 * and then the sound goes to the end; unless what follows a size of 0 is chunks of their own, which are no sound.
 */
function dataSize(file: FileBytes, at: number, stated: number): number {
  const left = Math.max(0, file.length - at);
  if (stated === 0) return onlyChunks(file, at) ? 0 : left;
  return Math.min(stated, left);
}

/** The chunks of a RIFF file, in order. RF64 keeps the size of its data in a chunk of its own. */
function chunksOf(file: FileBytes): Chunk[] {
  const chunks: Chunk[] = [];
  let at = 12;
  let wideDataSize = 0;
  while (at + 8 <= file.length) {
    const id = file.text(at, 4);
    const stated = file.u32(at + 4);
    const from = at + 8;
    if (id === 'ds64') wideDataSize = file.u64(from + 8);
    const wide = stated === 0xffff_ffff && wideDataSize > 0 ? wideDataSize : stated;
    const size = id === 'data' ? dataSize(file, from, wide) : Math.min(wide, file.length - from);
    chunks.push({ id, at: from, size, cutOff: !saysNoSize(wide) && from + wide > file.length });
    at = from + size + (size % 2);
  }
  return chunks;
}

/** What a format header says, as WAV and Wave64 have it: 16 bytes, 40 of an extensible one. */
export interface FormatHeader {
  readonly at: number;
  readonly size: number;
}

/** The sound of a file whose format header and data are known. */
function soundOfFormat(
  file: FileBytes,
  { at, size }: FormatHeader,
  { data, cutOff }: { readonly data: Uint8Array; readonly cutOff: boolean },
  name: string,
): Result<{ sound: SoundFile }> {
  const stated = file.u16(at);
  const extensible = stated === extensibleTag && size >= 26;
  const tag = extensible ? file.u16(at + 24) : stated;
  const channels = file.u16(at + 2);
  const rateHz = file.u32(at + 4);
  const blockAlign = file.u16(at + 12);
  const bits = file.u16(at + 14);
  const codec = codecs(tag);
  if (codec !== undefined || (tag !== pcmTag && encodings(`${tag} ${bits / 8}`) === undefined)) {
    const what = codec ?? `audio of format ${tag}`;
    const width = tag === 3 ? ` with ${bits} bits` : '';
    return badFile(name, `holds ${what}${width}, which the bench does not decode.`, saveAsPcm);
  }
  if (channels === 0) return badFile(name, 'says it has no channels.', 'The header is damaged; save the file again.');
  const own = Math.ceil(bits / 8);
  // The block says how many bytes a sample takes; some writers leave it out or wrong.
  const containerBytes = blockAlign % channels === 0 && blockAlign / channels >= own ? blockAlign / channels : own;
  const described = { name, littleEndian: file.littleEndian, rateHz, channels, data, bits, cutOff };
  const known = encodings(`${tag} ${bits / 8}`);
  if (known !== undefined) return soundFrom({ ...described, encoding: known, containerBytes: own });
  const whole = wholeEncoding(name, bits, containerBytes);
  if (!whole.ok) return whole;
  return soundFrom({ ...described, encoding: containerBytes === 1 ? 'pcm8u' : whole.encoding, containerBytes });
}

/** Reads RIFF, RIFX, RF64 and BW64 files. */
export function readWav(bytes: Uint8Array, name: string): Result<{ sound: SoundFile }> {
  const file = new FileBytes(bytes, textAt(bytes, 0, 4) !== 'RIFX');
  const chunks = chunksOf(file);
  const format = chunks.find(({ id }) => id === 'fmt ');
  if (format === undefined || format.size < 16) return badFile(name, 'has no complete format header.', damaged);
  const data = chunks.find(({ id, size }) => id === 'data' && size > 0);
  const held = data === undefined ? new Uint8Array(0) : bytes.subarray(data.at, data.at + data.size);
  return soundOfFormat(file, format, { data: held, cutOff: data?.cutOff ?? false }, name);
}

const guidBytes = 16;
/** Every GUID of Wave64 ends alike but for its first four letters. */
const idAt = (file: FileBytes, at: number): string => file.text(at, 4);

/** Reads Sony Wave64: GUIDs for ids, sizes of 64 bits that hold their own header, all on multiples of 8 bytes. */
export function readWave64(bytes: Uint8Array, name: string): Result<{ sound: SoundFile }> {
  const file = new FileBytes(bytes, true);
  let format: FormatHeader | null = null;
  let data: { data: Uint8Array; cutOff: boolean } | null = null;
  let at = 2 * guidBytes + 8;
  while (at + guidBytes + 8 <= file.length) {
    const id = idAt(file, at);
    const size = Math.max(guidBytes + 8, file.u64(at + guidBytes));
    const from = at + guidBytes + 8;
    if (id === 'fmt ') format = { at: from, size: size - guidBytes - 8 };
    if (id === 'data') data ??= { data: bytes.subarray(from, at + size), cutOff: at + size > file.length };
    at += Math.ceil(size / 8) * 8;
  }
  if (format === null) return badFile(name, 'has no complete format header.', damaged);
  if (data === null) return badFile(name, 'holds no sound.', holdsNoSound);
  return soundOfFormat(file, format, data, name);
}

/** Reads a file that has to be WAV, as those of a session's record are. */
export function parseWav(bytes: Uint8Array, name: string): Result<{ wav: SoundFile }> {
  if (!isWav(bytes)) return badFile(name, 'is not a WAV file.', saveAsPcm);
  const read = readWav(bytes, name);
  return read.ok ? ok({ wav: read.sound }) : read;
}
