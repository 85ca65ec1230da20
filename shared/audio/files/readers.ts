import type { Result } from '../../kit/errors.ts';
import { entryOf } from '../../kit/lookup.ts';
import type { SoundFile } from '../sound-file.ts';
import { FileBytes } from './bytes.ts';
import { badFile, holdsNoSound, saveAsPcm } from './container.ts';
import { readFlac } from './flac.ts';
import { type SoundKind, type SoundKindId, soundKindOf } from './kinds.ts';
import { oggPackets } from './ogg.ts';
import { readAiff, readAu, readCaf } from './other-files.ts';
import { readWav, readWave64 } from './wav-file.ts';

type Reader = (bytes: Uint8Array, name: string) => Result<{ sound: SoundFile }>;

/** What is read without a decoder of its own, by the kind of file. */
const readers: Readonly<Partial<Record<SoundKindId, Reader>>> = {
  wav: readWav,
  w64: readWave64,
  aiff: readAiff,
  au: readAu,
  caf: readCaf,
  flac: readFlac,
  'ogg-flac': readOggFlac,
};

/** The first packet of an Ogg file with FLAC says how many more come before the sound. */
const flacHeaders = (bytes: Uint8Array): number => 1 + new FileBytes(bytes, false).u16(27 + (bytes[26] ?? 0) + 7);

/** What stands in an Ogg file is a FLAC file, cut into packets, after nine bytes about the packets. */
function readOggFlac(bytes: Uint8Array, name: string): Result<{ sound: SoundFile }> {
  const read = oggPackets(bytes, name, flacHeaders(bytes));
  if (!read.ok) return read;
  const [first, ...rest] = read.packets;
  if (first === undefined) return badFile(name, 'holds no sound.', holdsNoSound);
  const parts = [first.subarray(9), ...rest];
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return readFlac(whole, name, read.cutOff);
}

/** What was found to be in a file. */
export type Recognised =
  | { readonly what: 'sound'; readonly sound: SoundFile }
  /** A decoder that is no part of this layer has to make the samples. */
  | { readonly what: 'coded'; readonly kind: SoundKind };

/**
 * Reads a file of sound by what its first bytes say, whatever it is called. Refuses what is not read, by its right name.
 * @param name of the file, for sentences
 */
export function readSound(bytes: Uint8Array, name: string): Result<{ read: Recognised }> {
  if (bytes.byteLength === 0) return badFile(name, 'is empty.', holdsNoSound);
  const kind = soundKindOf(bytes);
  if (kind === null) return badFile(name, 'is not a sound file of a kind the bench knows.', saveAsPcm);
  const reader = entryOf(readers, kind.id);
  if (reader !== undefined) {
    const read = reader(bytes, name);
    return read.ok ? { ok: true, read: { what: 'sound', sound: read.sound } } : read;
  }
  if (kind.by === 'decoder') return { ok: true, read: { what: 'coded', kind } };
  return notRead(name, kind);
}

/** The sentence about a kind that is not read here: by the window alone, or by nobody. */
export const notRead = (name: string, { called, by }: SoundKind): ReturnType<typeof badFile> =>
  by === 'window'
    ? badFile(
        name,
        `is ${called}, which only the window can decode.`,
        'Choose it in the window, or convert it to WAV, FLAC, MP3 or Opus.',
      )
    : badFile(name, `is ${called}, which the bench does not decode.`, 'Convert it to WAV, for example with ffmpeg.');
