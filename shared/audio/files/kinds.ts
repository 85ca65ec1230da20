import { textAt } from './bytes.ts';
import { firstMp3Frame } from './mp3-frames.ts';

/** Who makes samples of a kind of file. */
export type ReadBy =
  /** The samples lie in it as they are. */
  | 'samples'
  /** The engine decodes it: command line and window alike. */
  | 'decoder'
  /** Only the window's own decoder knows it. */
  | 'window'
  | 'nobody';

/** A kind of sound file, told by its first bytes: what a file is called says nothing. */
export interface SoundKind {
  readonly id: SoundKindId;
  /** For sentences: `an AIFF file`. */
  readonly called: string;
  readonly by: ReadBy;
  /** How names of such files end, for the dialog that chooses one. */
  readonly endings: readonly string[];
  readonly is: (bytes: Uint8Array) => boolean;
}

export type SoundKindId =
  | 'wav'
  | 'aiff'
  | 'w64'
  | 'caf'
  | 'au'
  | 'flac'
  | 'ogg-opus'
  | 'ogg-flac'
  | 'ogg-vorbis'
  | 'ogg-speex'
  | 'ogg'
  | 'mp4'
  | 'webm'
  | 'amr'
  | 'asf'
  | 'riff'
  | 'midi'
  | 'ac3'
  | 'adts'
  | 'mpeg';

const begins =
  (text: string, at = 0) =>
  (bytes: Uint8Array): boolean =>
    textAt(bytes, at, text.length) === text;

const both =
  (...conditions: readonly ((bytes: Uint8Array) => boolean)[]) =>
  (bytes: Uint8Array): boolean =>
    conditions.every((condition) => condition(bytes));

const either =
  (...conditions: readonly ((bytes: Uint8Array) => boolean)[]) =>
  (bytes: Uint8Array): boolean =>
    conditions.some((condition) => condition(bytes));

/** The first packet of an Ogg file begins after the page's header and its table of segments. */
const oggPacket =
  (text: string) =>
  (bytes: Uint8Array): boolean =>
    begins('OggS')(bytes) && begins(text, 27 + (bytes[26] ?? 0))(bytes);

/** Where the sound begins that a tag of ID3 stands before. */
export function afterId3(bytes: Uint8Array): number {
  if (!begins('ID3')(bytes) || bytes.byteLength < 10) return 0;
  const [a, b, c, d] = [6, 7, 8, 9].map((at) => (bytes[at] ?? 0) & 0x7f) as [number, number, number, number];
  const footer = ((bytes[5] ?? 0) & 0x10) === 0 ? 0 : 10;
  return 10 + a * 2 ** 21 + b * 2 ** 14 + c * 2 ** 7 + d + footer;
}

/** Raw AAC: twelve bits of sync, layer 0. */
function isAdts(bytes: Uint8Array): boolean {
  const at = afterId3(bytes);
  return bytes[at] === 0xff && ((bytes[at + 1] ?? 0) & 0xf6) === 0xf0;
}

/** RIFF, its other byte order, and the two that hold more than 4 GiB. */
export const isWav = both(either(begins('RIFF'), begins('RIFX'), begins('RF64'), begins('BW64')), begins('WAVE', 8));

/** The kinds, the more particular before the more general. A new one is an entry here and, if it is read, one in `readers.ts`. */
export const soundKinds: readonly SoundKind[] = [
  { id: 'wav', called: 'a WAV file', by: 'samples', endings: ['wav'], is: isWav },
  {
    id: 'aiff',
    called: 'an AIFF file',
    by: 'samples',
    endings: ['aif', 'aiff', 'aifc'],
    is: both(begins('FORM'), either(begins('AIFF', 8), begins('AIFC', 8))),
  },
  { id: 'w64', called: 'a Wave64 file', by: 'samples', endings: ['w64'], is: begins('riff\x2e\x91\xcf\x11') },
  { id: 'caf', called: 'a CAF file', by: 'samples', endings: ['caf'], is: begins('caff') },
  { id: 'au', called: 'an AU file', by: 'samples', endings: ['au'], is: begins('.snd') },
  { id: 'flac', called: 'a FLAC file', by: 'decoder', endings: ['flac'], is: begins('fLaC') },
  {
    id: 'ogg-opus',
    called: 'an Ogg file with Opus',
    by: 'decoder',
    endings: ['opus', 'ogg', 'oga'],
    is: oggPacket('OpusHead'),
  },
  {
    id: 'ogg-flac',
    called: 'an Ogg file with FLAC',
    by: 'decoder',
    endings: ['oga', 'ogg'],
    is: oggPacket('\x7fFLAC'),
  },
  {
    id: 'ogg-vorbis',
    called: 'an Ogg file with Vorbis',
    by: 'window',
    endings: ['ogg', 'oga'],
    is: oggPacket('\x01vorbis'),
  },
  { id: 'ogg-speex', called: 'an Ogg file with Speex', by: 'nobody', endings: [], is: oggPacket('Speex   ') },
  { id: 'ogg', called: 'an Ogg file without any sound the bench knows', by: 'nobody', endings: [], is: begins('OggS') },
  { id: 'mp4', called: 'an MP4 or M4A file', by: 'window', endings: ['m4a', 'mp4'], is: begins('ftyp', 4) },
  { id: 'webm', called: 'a WebM or Matroska file', by: 'window', endings: ['webm'], is: begins('\x1a\x45\xdf\xa3') },
  { id: 'amr', called: 'an AMR file', by: 'nobody', endings: [], is: begins('#!AMR') },
  { id: 'asf', called: 'a WMA or ASF file', by: 'nobody', endings: [], is: begins('\x30\x26\xb2\x75') },
  {
    id: 'riff',
    called: 'a RIFF file without sound',
    by: 'nobody',
    endings: [],
    is: either(begins('RIFF'), begins('RIFX')),
  },
  { id: 'midi', called: 'a MIDI file, which holds notes and no sound', by: 'nobody', endings: [], is: begins('MThd') },
  { id: 'ac3', called: 'an AC-3 file', by: 'nobody', endings: [], is: begins('\x0b\x77') },
  { id: 'adts', called: 'raw AAC', by: 'window', endings: ['aac'], is: isAdts },
  // Sound of MPEG has no magic at all: two frames have to follow each other.
  {
    id: 'mpeg',
    called: 'an MP3 file',
    by: 'decoder',
    endings: ['mp3'],
    is: (bytes) => firstMp3Frame(bytes, afterId3(bytes)) !== null,
  },
];

/** The kind of a file by its first bytes, of which 64 kB are enough for all but an MP3 file with a picture in its tag; null: none that is known. */
export const soundKindOf = (bytes: Uint8Array): SoundKind | null => soundKinds.find(({ is }) => is(bytes)) ?? null;

/** The endings of files that speak in the window, as the `accept` of a file field takes them. */
export const acceptedEndings: readonly string[] = [
  ...new Set(soundKinds.flatMap(({ by, endings }) => (by === 'nobody' ? [] : endings.map((ending) => `.${ending}`)))),
];

/** The kinds that the command line reads, for people: `WAV, AIFF or MP3`. */
export function readKindNames(): string {
  const names = soundKinds.flatMap(({ by, called }) =>
    by === 'samples' || by === 'decoder' ? [called.replace(/^an? /, '').replace(' file', '')] : [],
  );
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}
