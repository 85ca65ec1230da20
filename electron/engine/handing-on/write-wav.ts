import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createDecoder, type WireDecoder } from '../../../shared/audio/wire-format.ts';
import { wireRateHz } from '../../../shared/audio/frames.ts';
import { wavHeader } from '../../../shared/audio/wav.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { redactionWords } from '../../../shared/session/record-state.ts';
import { emptySoundMap, formatOfSoundFile, reduceSound, type Voice } from '../../../shared/session/heard/sound-map.ts';
import { type SoundPiece, soundPieces } from '../../../shared/session/heard/sound-pieces.ts';
import { mostRecordedSoundBytes, openRegular } from '../data/regular-file.ts';
import type { FileSink } from '../data/table-file.ts';
import { headerProblem, readEntries, readHeader } from '../record/read-log.ts';
import { logName } from '../record/session-folder.ts';

/** What of a session was written as sound. */
export interface WavTally {
  readonly durationMs: number;
  /** Files of sound that are missing or end too early: silence stands in their place. */
  readonly silent: readonly string[];
}

const samplesPerMs = wireRateHz / 1000;
/** Five seconds of both voices are put together at a time. */
const blockSamples = 5 * wireRateHz;
const chunkBytes = 64 * 1024;
/** A WAV counts its bytes with 32 bits. */
const mostSamples = Math.floor((2 ** 32 - 64) / 4);

const sampleAt = (ms: number): number => Math.max(0, Math.round(ms * samplesPerMs));

/** The files of one session, each opened once. */
class SoundFiles {
  readonly #folder: string;
  readonly #open = new Map<string, FileHandle | null>();
  readonly silent = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Fewer bytes, or none, where the file has no more. */
  async read(name: string, offset: number, length: number): Promise<Buffer> {
    let file = this.#open.get(name);
    if (file === undefined) {
      file = await openRegular(join(this.#folder, name), 'read', { mostBytes: mostRecordedSoundBytes }).catch(
        () => null,
      );
      this.#open.set(name, file);
    }
    const bytes = Buffer.alloc(length);
    const bytesRead = file === null ? 0 : (await file.read(bytes, 0, length, offset)).bytesRead;
    if (bytesRead < length) this.silent.add(name);
    return bytes.subarray(0, bytesRead);
  }

  async close(): Promise<void> {
    for (const file of this.#open.values()) await file?.close();
  }
}

/** One piece, decoded from its beginning on. */
class PieceReader {
  readonly #piece: SoundPiece;
  readonly #files: SoundFiles;
  readonly #decoder: WireDecoder;
  #doneBytes = 0;
  #flushed = false;
  /** Sample of the session that comes next. */
  nextSample: number;
  #held: Int16Array = new Int16Array(0);

  constructor(piece: SoundPiece, files: SoundFiles) {
    this.#piece = piece;
    this.#files = files;
    this.#decoder = createDecoder(formatOfSoundFile(piece.voice, piece.file)?.name ?? 'audio/pcm');
    this.nextSample = sampleAt(piece.startMs);
  }

  get isOver(): boolean {
    return this.#flushed && this.#held.length === 0;
  }

  /** Puts what of it lies before `endSample` into a block that begins at `fromSample`. */
  async into(block: Int16Array, fromSample: number, endSample: number): Promise<void> {
    while (this.nextSample < endSample && !this.isOver) {
      if (this.#held.length === 0) await this.#more();
      const part = this.#held.subarray(0, Math.max(0, endSample - this.nextSample));
      block.set(part, this.nextSample - fromSample);
      this.nextSample += part.length;
      this.#held = this.#held.subarray(part.length);
    }
  }

  async #more(): Promise<void> {
    const { file, offsetBytes, lengthBytes } = this.#piece;
    const length = Math.min(chunkBytes, lengthBytes - this.#doneBytes);
    const bytes = length > 0 ? await this.#files.read(file, offsetBytes + this.#doneBytes, length) : Buffer.alloc(0);
    this.#doneBytes += length;
    if (bytes.length > 0) this.#held = this.#decoder.push(bytes);
    else if (!this.#flushed) {
      this.#held = this.#decoder.flush();
      this.#flushed = true;
    }
  }
}

/** One voice as a row of blocks without an end. Of two pieces over one another the later one is heard. */
class VoiceReader {
  readonly #waiting: SoundPiece[];
  readonly #files: SoundFiles;
  #running: PieceReader[] = [];

  constructor(pieces: readonly SoundPiece[], files: SoundFiles) {
    this.#waiting = [...pieces];
    this.#files = files;
  }

  async block(fromSample: number, samples: number): Promise<Int16Array> {
    const block = new Int16Array(samples);
    const end = fromSample + samples;
    while (this.#waiting[0] !== undefined && sampleAt(this.#waiting[0].startMs) < end) {
      this.#running.push(new PieceReader(this.#waiting[0], this.#files));
      this.#waiting.shift();
    }
    for (const piece of this.#running) await piece.into(block, fromSample, end);
    this.#running = this.#running.filter(({ isOver }) => !isOver);
    return block;
  }
}

/** What was heard of a session, in the order of its time, and how long that is. */
export interface Heard {
  readonly pieces: readonly SoundPiece[];
  readonly samples: number;
}

/** The pieces of a session that were heard. Refuses a record without sound. Rejects with the system's error. */
export async function heardOf(folder: string): Promise<Result<Heard>> {
  const path = join(folder, logName);
  const header = await readHeader(path);
  if (header === null) return refuse(benchError('not-found', await headerProblem(path, repeatable(path, 300))));
  let map = emptySoundMap;
  for await (const entries of readEntries(path)) for (const entry of entries) map = reduceSound(map, entry);
  const pieces = soundPieces(map).filter(({ heard }) => heard);
  const samples = pieces.reduce((most, { endMs }) => Math.max(most, sampleAt(endMs)), 0);
  if (header.redacted !== undefined) {
    return refuse(benchError('invalid-argument', `There is no sound to write. ${redactionWords[header.redacted]}`));
  }
  if (samples === 0) return refuse(benchError('invalid-argument', 'Nothing was said or heard in this session.'));
  if (samples > mostSamples) {
    return refuse(
      benchError('invalid-argument', 'This session is longer than the twelve hours that one WAV file holds.'),
    );
  }
  return ok({ pieces, samples });
}

const ofVoice = (pieces: readonly SoundPiece[], voice: Voice): SoundPiece[] =>
  pieces.filter((piece) => piece.voice === voice);

/**
 * Writes both voices of a session as one stereo WAV, 24 kHz PCM16: the person left, the answers right, each sample at the session time at
 * which it was sent or heard. What of an answer was never played is not in it. Rejects with what the sink rejects with.
 */
export async function writeWav(folder: string, sink: FileSink): Promise<Result<{ tally: WavTally }>> {
  const heard = await heardOf(folder);
  if (!heard.ok) return heard;
  const { pieces, samples } = heard;
  const files = new SoundFiles(folder);
  try {
    const left = new VoiceReader(ofVoice(pieces, 'input'), files);
    const right = new VoiceReader(ofVoice(pieces, 'output'), files);
    await sink(wavHeader(wireRateHz, samples * 4, 2));
    for (let from = 0; from < samples; from += blockSamples) {
      const count = Math.min(blockSamples, samples - from);
      const [one, other] = [await left.block(from, count), await right.block(from, count)];
      const both = Buffer.alloc(count * 4);
      for (let at = 0; at < count; at += 1) {
        both.writeInt16LE(one[at] ?? 0, at * 4);
        both.writeInt16LE(other[at] ?? 0, at * 4 + 2);
      }
      await sink(both);
    }
    return ok({ tally: { durationMs: samples / samplesPerMs, silent: [...files.silent] } });
  } finally {
    await files.close();
  }
}
