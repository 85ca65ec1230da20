import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PeakTrack, type Peaks } from '../../../shared/audio/peaks.ts';
import { type WireFormat, wireHeaderBytes } from '../../../shared/audio/wire-format.ts';
import { systemDisk, writeWhole } from '../data/disk.ts';
import { mostRecordedSoundBytes, readRegular, regularFacts } from '../data/regular-file.ts';
import { ownSamples, readBytes } from './wav-samples.ts';

/*
 * `input.wav.peaks`: lowest and highest sample of every 10 ms of a sound file, so that an hour is drawn without reading it. Derived:
 * used only where size and time of the sound file are those it was made of, and may be deleted.
 */

const headBytes = 32;
const mark = 'VXPK';
const version = 1;
const bucketMs = 10;
/** A sound file of the greatest size has fewer. */
const mostPeakBytes = 64 * 1024 * 1024;
/** Read at a time. */
const blockBytes = 1024 * 1024;

/** The sound file that peaks were made of. */
interface Source {
  readonly bytes: number;
  readonly mtimeMs: number;
}

/** Samples of a stretch, at the rate of the file. */
export const bucketSamples = ({ rateHz }: WireFormat): number => (rateHz * bucketMs) / 1000;

export const peakFileName = (soundFile: string): string => `${soundFile}.peaks`;

function encoded({ bytes, mtimeMs }: Source, { lowest, highest }: Peaks): Buffer {
  const file = Buffer.alloc(headBytes + 2 * lowest.length);
  file.write(mark, 0, 'latin1');
  file.writeUInt32LE(version, 4);
  file.writeDoubleLE(bytes, 8);
  file.writeDoubleLE(mtimeMs, 16);
  file.writeUInt32LE(lowest.length, 24);
  file.set(new Uint8Array(lowest.buffer, lowest.byteOffset, lowest.length), headBytes);
  file.set(new Uint8Array(highest.buffer, highest.byteOffset, highest.length), headBytes + lowest.length);
  return file;
}

/** Null: made of another state of the sound file, or by another version. */
function decoded(file: Buffer, { bytes, mtimeMs }: Source): Peaks | null {
  if (file.length < headBytes || file.toString('latin1', 0, 4) !== mark || file.readUInt32LE(4) !== version)
    return null;
  const count = file.readUInt32LE(24);
  const isOfThis = file.readDoubleLE(8) === bytes && file.readDoubleLE(16) === mtimeMs;
  if (!isOfThis || file.length !== headBytes + 2 * count) return null;
  const part = (at: number): Int8Array => new Int8Array(new Uint8Array(file.subarray(at, at + count)).buffer);
  return { lowest: part(headBytes), highest: part(headBytes + count) };
}

/** The peaks of one sound file of a session; they grow with it. */
export class FilePeaks {
  readonly #folder: string;
  readonly #file: string;
  readonly #format: WireFormat;
  #track: PeakTrack;
  #source: Source = { bytes: 0, mtimeMs: 0 };

  constructor(folder: string, file: string, format: WireFormat) {
    this.#folder = folder;
    this.#file = file;
    this.#format = format;
    this.#track = new PeakTrack(bucketSamples(format));
  }

  get peaks(): Peaks {
    return this.#track.peaks;
  }

  /**
   * Takes in what the file has by now. Rejects with the system's error where it cannot be read.
   * @param over the file grows no more, and peaks of it may be kept beside it
   */
  async refresh(over: boolean): Promise<void> {
    const { size: bytes, mtimeMs } = await regularFacts(join(this.#folder, this.#file), {
      mostBytes: mostRecordedSoundBytes,
    });
    const source = { bytes, mtimeMs };
    if (bytes === this.#source.bytes && mtimeMs === this.#source.mtimeMs) return;
    const head = wireHeaderBytes(this.#format);
    const samples = Math.max(0, Math.floor((bytes - head) / this.#format.bytesPerSample));
    // One that grew goes on; any other is another sound.
    const grew = bytes >= this.#source.bytes && this.#source.bytes > 0 && !over;
    if (!grew) {
      const kept = await this.#kept(source);
      const have = kept === null ? null : { peaks: kept, samples };
      this.#track = new PeakTrack(bucketSamples(this.#format), have);
    }
    const read = this.#track.samples < samples;
    while (this.#track.samples < samples) {
      const at = head + this.#track.samples * this.#format.bytesPerSample;
      const length = Math.min(blockBytes, (samples - this.#track.samples) * this.#format.bytesPerSample);
      const block = await readBytes(this.#folder, this.#file, at, length);
      if (block.length < this.#format.bytesPerSample) break;
      this.#track.push(ownSamples(this.#format, block));
    }
    this.#source = source;
    if (over && read) await this.#keep(source);
  }

  async #kept(source: Source): Promise<Peaks | null> {
    const path = join(this.#folder, peakFileName(this.#file));
    const file = await readRegular(path, { mostBytes: mostPeakBytes }).catch(() => null);
    return file === null ? null : decoded(file, source);
  }

  /** A folder that takes nothing has no such file: the sound is read again then. */
  async #keep(source: Source): Promise<void> {
    const path = join(this.#folder, peakFileName(this.#file));
    const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      const handle = await systemDisk.open(temporary, 'wx', 0o600);
      try {
        await writeWhole(handle, encoded(source, this.#track.peaks), 0);
      } finally {
        await handle.close();
      }
      await systemDisk.rename(temporary, path);
    } catch {
      await systemDisk.remove(temporary).catch(() => undefined);
    }
  }
}
