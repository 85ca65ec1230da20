import { randomUUID } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { channelAdvice } from '../../../shared/audio/channel-facts.ts';
import { mostSoundBytes } from '../../../shared/audio/files/decoded.ts';
import { type HeardChoice, stretchSentence } from '../../../shared/audio/heard-sound.ts';
import { type SampleQuestionId, sampleQuestionIds } from '../../../shared/audio/sample-questions.ts';
import type { WavInfo } from '../../../shared/contract/bench-api.ts';
import { type BenchPort, uploadStartSchema } from '../../../shared/contract/ports.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { diskError } from '../data/disk-errors.ts';
import { type ReadSound, tooLarge } from '../sound/read-sound-file.ts';
import type { SoundReader } from '../sound/sound-reader.ts';
import { type BeginFile, deleteOldUploads, type IncomingFile, receiveFiles, safeName } from './uploads.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Of what uploads were decoded to: 23 minutes. */
const mostKeptBytes = 64 * 1024 * 1024;

const sampleWavId = (id: SampleQuestionId): string => `sample:${id}`;

/** What a page is told of a file. */
function wavInfo(wavId: string, { info, facts, heard }: ReadSound): WavInfo {
  const { name, rateHz, channels, durationMs, format } = info;
  const advice = channelAdvice(facts);
  const stretched = stretchSentence(info, heard);
  return { wavId, name, sampleRateHz: rateHz, channels, durationMs, format, advice, stretched };
}

/** Files of sound sent by a page, in `<data>/incoming/<id>/<name>`: they outlive a restart of the engine, not a day. */
export class WavStore {
  readonly #folder: string;
  readonly #read: SoundReader;
  readonly #samplesFolder: string;
  /** Files that were read as they came, to be played as they are: the latest ones. */
  readonly #kept = new Map<string, ReadSound>();

  /** @param samplesFolder of the questions that come with the bench */
  constructor(dataFolder: string, read: SoundReader, samplesFolder: string) {
    this.#folder = join(dataFolder, 'incoming');
    this.#read = read;
    this.#samplesFolder = samplesFolder;
  }

  /** Deletes what no window can still mean. */
  clean(nowMs: number): Promise<void> {
    return deleteOldUploads(this.#folder, nowMs);
  }

  /** Begins to take a file. Refuses one that is too large before the first byte. */
  async receive(name: string, sizeBytes: number): Promise<Result<{ incoming: IncomingWav }>> {
    const fileName = safeName(basename(name.replaceAll('\\', '/'))) ?? 'audio.wav';
    if (sizeBytes > mostSoundBytes) return tooLarge(fileName, sizeBytes);
    const wavId = randomUUID();
    const folder = join(this.#folder, wavId);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return ok({
        incoming: new IncomingWav({
          wavId,
          folder,
          name: fileName,
          sizeBytes,
          read: this.#read,
          keep: (read) => this.#keep(wavId, read),
        }),
      });
    } catch (error) {
      return refuse(diskError(error, fileName, folder));
    }
  }

  #keep(wavId: string, read: ReadSound): void {
    this.#kept.set(wavId, read);
    let bytes = [...this.#kept.values()].reduce((sum, { heard }) => sum + heard.pcm24k.byteLength, 0);
    for (const [id, { heard }] of this.#kept) {
      if (bytes <= mostKeptBytes) break;
      this.#kept.delete(id);
      bytes -= heard.pcm24k.byteLength;
    }
  }

  /** A question that comes with the bench, as a file like any that was uploaded. */
  async sample(id: SampleQuestionId): Promise<Result<{ wav: WavInfo }>> {
    const wavId = sampleWavId(id);
    const read = await this.load(wavId, { channel: 'mix', gainDb: 0 });
    if (!read.ok) return read;
    this.#keep(wavId, read);
    return ok({ wav: wavInfo(wavId, read) });
  }

  /** An uploaded file, or a sample, by its id, with what is to be heard of it. */
  async load(wavId: string, choice: HeardChoice): Promise<Result<ReadSound>> {
    const kept = choice.channel === 'mix' && choice.gainDb === 0 ? this.#kept.get(wavId) : undefined;
    if (kept !== undefined) return ok(kept);
    const sample = sampleQuestionIds.find((id) => sampleWavId(id) === wavId);
    if (sample !== undefined) return await this.#read(join(this.#samplesFolder, `${sample}.wav`), choice);
    const gone = benchError('not-found', 'The bench no longer has that file.', { nextStep: 'Choose it again.' });
    if (!uuid.test(wavId)) return refuse(gone);
    const names = await readdir(join(this.#folder, wavId)).catch(() => []);
    return names[0] === undefined ? refuse(gone) : await this.#read(join(this.#folder, wavId, names[0]), choice);
  }
}

interface IncomingParts {
  readonly wavId: string;
  readonly folder: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly read: SoundReader;
  readonly keep: (read: ReadSound) => void;
}

/** One file on its way in. */
export class IncomingWav implements IncomingFile {
  readonly #wavId: string;
  readonly #folder: string;
  readonly #name: string;
  readonly #sizeBytes: number;
  readonly #read: SoundReader;
  readonly #keep: (read: ReadSound) => void;
  readonly #stream: WriteStream;
  #received = 0;
  #failed: unknown = null;

  constructor({ wavId, folder, name, sizeBytes, read, keep }: IncomingParts) {
    this.#wavId = wavId;
    this.#folder = folder;
    this.#name = name;
    this.#sizeBytes = sizeBytes;
    this.#read = read;
    this.#keep = keep;
    this.#stream = createWriteStream(join(folder, name), { flags: 'wx', mode: 0o600 });
    this.#stream.on('error', (error) => {
      this.#failed = error;
    });
  }

  /** True when every announced byte has come. */
  get complete(): boolean {
    return this.#received >= this.#sizeBytes;
  }

  add(bytes: Uint8Array): Promise<Result> {
    if (this.#failed !== null) return Promise.resolve(this.#diskFailed(this.#failed));
    this.#received += bytes.byteLength;
    if (this.#received <= this.#sizeBytes) this.#stream.write(bytes);
    return Promise.resolve(ok({}));
  }

  /** Closes and checks the file; one that is refused is deleted. */
  async finish(gone?: AbortSignal): Promise<Result<{ wav: WavInfo }>> {
    const path = join(this.#folder, this.#name);
    this.#stream.end();
    // Settles for a stream that failed and was closed before, too.
    await finished(this.#stream).catch((error: unknown) => {
      this.#failed ??= error;
    });
    const result = await this.#check(path, gone);
    if (!result.ok) await rm(this.#folder, { recursive: true, force: true });
    return result;
  }

  /** The page went away in the middle. */
  async abandon(): Promise<void> {
    this.#stream.destroy();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #diskFailed(error: unknown): Result<never> {
    return refuse(diskError(error, this.#name, join(this.#folder, this.#name)));
  }

  async #check(path: string, gone: AbortSignal | undefined): Promise<Result<{ wav: WavInfo }>> {
    if (this.#failed !== null) return this.#diskFailed(this.#failed);
    if (this.#received > this.#sizeBytes) {
      return refuse(benchError('invalid-argument', `${this.#name} came with more bytes than were announced.`));
    }
    const loaded = await this.#read(path, undefined, gone);
    if (!loaded.ok) return loaded;
    this.#keep(loaded);
    return ok({ wav: wavInfo(this.#wavId, loaded) });
  }
}

/** Serves one upload port: files of sound, one after the other, each answered with what it is. */
export function serveWavUploads(port: BenchPort, store: WavStore, log: (line: string) => void): void {
  const begin: BeginFile = async (announcement) => {
    const start = uploadStartSchema.safeParse(announcement);
    if (start.success) return store.receive(start.data.name, start.data.sizeBytes);
    return refuse(benchError('invalid-argument', 'An upload begins with the name and the size of the file.'));
  };
  receiveFiles(port, begin, log);
}
