import { randomUUID } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { wireRateHz } from '../../../shared/audio/frames.ts';
import { Resampler } from '../../../shared/audio/resampler.ts';
import { parseWav, type WavFile } from '../../../shared/audio/wav.ts';
import type { WavInfo } from '../../../shared/contract/bench-api.ts';
import { type BenchPort, uploadStartSchema } from '../../../shared/contract/ports.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { diskError, readFailure } from '../data/disk-errors.ts';
import { readRegular, regularFacts } from '../data/regular-file.ts';
import { type BeginFile, deleteOldUploads, type IncomingFile, receiveFiles, safeName } from './uploads.ts';

/** Larger files are refused: at 24-bit stereo 48 kHz this is a quarter of an hour. */
export const mostWavBytes = 256 * 1024 * 1024;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface LoadedWav {
  readonly wav: WavFile;
  readonly name: string;
}

const tooLarge = (name: string, bytes: number): Result<never> =>
  refuse(
    benchError(
      'invalid-audio-file',
      `${name} has ${Math.ceil(bytes / 1024 / 1024)} MB, more than the ${mostWavBytes / 1024 / 1024} MB a question may have.`,
      { nextStep: 'Cut the file, or convert it to 24 kHz mono 16-bit.' },
    ),
  );

/** A rate whose ratio to 24 kHz is too odd for any filter is known before the session, not in the middle of it. */
function refuseOddRate({ rateHz }: WavFile, name: string): Result {
  try {
    return ok({ resampler: new Resampler(rateHz, wireRateHz) });
  } catch (error) {
    return refuse(
      benchError('invalid-audio-file', `${name} cannot be converted to 24 kHz: ${(error as Error).message}`, {
        nextStep: 'Save it at an ordinary rate such as 48,000 Hz.',
      }),
    );
  }
}

/** Reads and checks a WAV file. Refuses in a whole sentence whatever is wrong with it. */
export async function loadWav(path: string): Promise<Result<LoadedWav>> {
  const name = basename(path);
  try {
    const { size } = await regularFacts(path, { links: 'followed' });
    if (size > mostWavBytes) return tooLarge(name, size);
    const parsed = parseWav(await readRegular(path, { links: 'followed', mostBytes: mostWavBytes }), name);
    if (!parsed.ok) return parsed;
    const convertible = refuseOddRate(parsed.wav, name);
    return convertible.ok ? ok({ wav: parsed.wav, name }) : convertible;
  } catch (error) {
    return refuse(
      benchError('invalid-audio-file', `${repeatable(path, 300)} could not be read: ${readFailure(error)}.`, {
        facts: { path: repeatable(path, 300) },
      }),
    );
  }
}

/** WAV files sent by a page, in `<data>/incoming/<id>/<name>`: they outlive a restart of the engine, not a day. */
export class WavStore {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'incoming');
  }

  /** Deletes what no window can still mean. */
  clean(nowMs: number): Promise<void> {
    return deleteOldUploads(this.#folder, nowMs);
  }

  /** Begins to take a file. Refuses one that is too large before the first byte. */
  async receive(name: string, sizeBytes: number): Promise<Result<{ incoming: IncomingWav }>> {
    const fileName = safeName(basename(name.replaceAll('\\', '/'))) ?? 'audio.wav';
    if (sizeBytes > mostWavBytes) return tooLarge(fileName, sizeBytes);
    const wavId = randomUUID();
    const folder = join(this.#folder, wavId);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return ok({ incoming: new IncomingWav(wavId, folder, fileName, sizeBytes) });
    } catch (error) {
      return refuse(diskError(error, fileName, folder));
    }
  }

  /** An uploaded file by its id. */
  async load(wavId: string): Promise<Result<LoadedWav>> {
    const gone = benchError('not-found', 'The bench no longer has that WAV file.', { nextStep: 'Choose it again.' });
    if (!uuid.test(wavId)) return refuse(gone);
    const names = await readdir(join(this.#folder, wavId)).catch(() => []);
    return names[0] === undefined ? refuse(gone) : await loadWav(join(this.#folder, wavId, names[0]));
  }
}

/** One file on its way in. */
export class IncomingWav implements IncomingFile {
  readonly #wavId: string;
  readonly #folder: string;
  readonly #name: string;
  readonly #sizeBytes: number;
  readonly #stream: WriteStream;
  #received = 0;
  #failed: Error | null = null;

  constructor(wavId: string, folder: string, name: string, sizeBytes: number) {
    this.#wavId = wavId;
    this.#folder = folder;
    this.#name = name;
    this.#sizeBytes = sizeBytes;
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
    this.#received += bytes.byteLength;
    if (this.#received <= this.#sizeBytes) this.#stream.write(bytes);
    return Promise.resolve(ok({}));
  }

  /** Closes and checks the file; one that is refused is deleted. */
  async finish(): Promise<Result<{ wav: WavInfo }>> {
    const path = join(this.#folder, this.#name);
    await new Promise<void>((resolve) => {
      this.#stream.once('close', resolve);
      this.#stream.end();
    });
    const result = await this.#check(path);
    if (!result.ok) await rm(this.#folder, { recursive: true, force: true });
    return result;
  }

  /** The page went away in the middle. */
  async abandon(): Promise<void> {
    this.#stream.destroy();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #check(path: string): Promise<Result<{ wav: WavInfo }>> {
    if (this.#failed !== null) return refuse(diskError(this.#failed, this.#name, path));
    if (this.#received > this.#sizeBytes) {
      return refuse(benchError('invalid-argument', `${this.#name} came with more bytes than were announced.`));
    }
    const loaded = await loadWav(path);
    if (!loaded.ok) return loaded;
    const { rateHz, channels, durationMs, format } = loaded.wav;
    const wav = { wavId: this.#wavId, name: this.#name, sampleRateHz: rateHz, channels, durationMs, format };
    return ok({ wav });
  }
}

/** Serves one upload port: WAV files, one after the other, each answered with what it is. */
export function serveWavUploads(port: BenchPort, store: WavStore, log: (line: string) => void): void {
  const begin: BeginFile = async (announcement) => {
    const start = uploadStartSchema.safeParse(announcement);
    if (start.success) return store.receive(start.data.name, start.data.sizeBytes);
    return refuse(benchError('invalid-argument', 'An upload begins with the name and the size of the file.'));
  };
  receiveFiles(port, begin, log);
}
