import { badFile, damaged } from '../../../shared/audio/files/container.ts';
import { mostSoundBytes } from '../../../shared/audio/files/decoded.ts';
import type { SoundKindId } from '../../../shared/audio/files/kinds.ts';
import { type ChannelFacts, channelFacts } from '../../../shared/audio/channel-facts.ts';
import { notRead, readSound } from '../../../shared/audio/files/readers.ts';
import { hearSound, type HeardChoice, type HeardSound, mostHeardMinutes } from '../../../shared/audio/heard-sound.ts';
import type { SoundFile, SoundInfo } from '../../../shared/audio/sound-file.ts';
import { benchError, messageOf, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { entryOf } from '../../../shared/kit/lookup.ts';
import { count } from '../../../shared/kit/numbers.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { readFailure } from '../data/disk-errors.ts';
import { readRegular, regularFacts } from '../data/regular-file.ts';

/** The refusal of a file that is larger. */
export const tooLarge = (name: string, bytes: number, mostBytes = mostSoundBytes): Result<never> =>
  refuse(
    benchError(
      'invalid-audio-file',
      `${name} has ${count(Math.ceil(bytes / 1024 / 1024))} MB, more than the ${count(mostBytes / 1024 / 1024)} MB a file of sound may have here.`,
      { nextStep: 'Cut the file, or convert it to 24 kHz mono 16-bit.' },
    ),
  );

type Decoder = (bytes: Uint8Array, name: string) => Promise<Result<{ sound: SoundFile }>>;

/** What needs code of others to be decoded, by the kind of file. That code is read where a file of its kind comes. */
const decoders: Readonly<Partial<Record<SoundKindId, Decoder>>> = {
  mpeg: async (bytes, name) => (await import('./decode-mp3.ts')).decodeMp3(bytes, name),
  'ogg-opus': async (bytes, name) => (await import('./decode-opus.ts')).decodeOpus(bytes, name),
};

/** The sound in the bytes of a file, decoded on this thread. Refuses what is none, by what it is. */
export async function soundIn(bytes: Uint8Array, name: string): Promise<Result<{ sound: SoundFile }>> {
  try {
    const found = readSound(bytes, name);
    if (!found.ok) return found;
    if (found.read.what === 'sound') return { ok: true, sound: found.read.sound };
    const { kind } = found.read;
    return await (entryOf(decoders, kind.id)?.(bytes, name) ?? notRead(name, kind));
  } catch (error) {
    // Code of others, fed with a file of anybody: whatever it throws is about the file.
    return badFile(name, `could not be decoded: ${messageOf(error)}.`, damaged);
  }
}

interface FileOrder {
  readonly path: string;
  /** How the file is called in sentences. */
  readonly name: string;
  readonly mostBytes: number;
}

/** A file to read, and what is to be heard of it. */
export interface SoundOrder extends FileOrder, HeardChoice {}

/** A file as it was read to be played. */
export interface ReadSound {
  readonly info: SoundInfo;
  readonly facts: ChannelFacts;
  readonly heard: HeardSound;
}

/** Reads a file of sound on this thread, and makes of it what is sent. Refuses one that is too long to be spoken. */
export async function readToPlay(order: SoundOrder): Promise<Result<ReadSound>> {
  const read = await readSoundFile(order);
  if (!read.ok) return read;
  const { sound } = read;
  if (sound.durationMs > mostHeardMinutes * 60_000) {
    const why = `holds more than ${mostHeardMinutes} minutes of sound, the most that is taken at a time.`;
    return badFile(order.name, why, 'Cut it into shorter files.');
  }
  const { name, format, rateHz, channels, durationMs } = sound;
  const info = { name, format, rateHz, channels, durationMs };
  return ok({ info, facts: channelFacts(sound), heard: hearSound(sound, order) });
}

/** Reads a file of sound on this thread. */
export async function readSoundFile({ path, name, mostBytes }: FileOrder): Promise<Result<{ sound: SoundFile }>> {
  try {
    const { size } = await regularFacts(path, { links: 'followed' });
    if (size > mostBytes) return tooLarge(name, size, mostBytes);
    return await soundIn(await readRegular(path, { links: 'followed', mostBytes }), name);
  } catch (error) {
    const said = repeatable(path, 300);
    return refuse(
      benchError('invalid-audio-file', `${said} cannot be read: ${readFailure(error)}.`, { facts: { path: said } }),
    );
  }
}
