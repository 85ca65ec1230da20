import { createHash, type Hash } from 'node:crypto';
import { join } from 'node:path';
import { type WireFormat, wireFormats, wireHeader, wireHeaderBytes } from '../../../shared/audio/wire-format.ts';
import { asString, type JsonObject } from '../../../shared/kit/json.ts';
import { lookup } from '../../../shared/kit/lookup.ts';
import { inputFormatOf, outputFormatOf } from '../../../shared/session/audio-in-events.ts';
import type { AudioRef } from '../../../shared/session/entry.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { type Disk, systemDisk } from '../data/disk.ts';
import { AppendFile } from './append-file.ts';
import type { AudioDigests } from './digests.ts';

type AudioStream = 'input' | 'output';

/** `input.wav`, `output-pcmu.wav`: a stream has a file for every format it was in. */
export const audioFileName = (stream: AudioStream, format: WireFormat): string => `${stream}${format.suffix}.wav`;

/** Every audio file a session may have, with the format it holds. */
export const audioFileKinds: readonly { readonly name: string; readonly format: WireFormat }[] = (
  ['input', 'output'] as const
).flatMap((stream) => Object.values(wireFormats).map((format) => ({ name: audioFileName(stream, format), format })));

interface AudioFile {
  readonly file: AppendFile;
  readonly format: WireFormat;
  /** Of what follows the header, and how much that is. */
  readonly hash: Hash;
  bytes: number;
}

/** The audio of a session: one mono WAV a stream and format, as the wire had it, made when its first audio comes. */
export class AudioFiles {
  readonly #folder: string;
  readonly #files = new Map<string, AudioFile>();

  readonly #disk: Disk;

  constructor(folder: string, disk: Disk = systemDisk) {
    this.#folder = folder;
    this.#disk = disk;
  }

  /** Queues audio and returns where it will lie, for the line of the log that refers to it. */
  append(stream: AudioStream, format: WireFormat, bytes: Uint8Array): AudioRef {
    const name = audioFileName(stream, format);
    const audio = this.#files.get(name) ?? this.#create(name, format);
    audio.hash.update(bytes);
    audio.bytes += bytes.byteLength;
    const { file } = audio;
    return { $audio: { file: name, offset: file.append(bytes), length: bytes.byteLength } };
  }

  get queuedBytes(): number {
    return [...this.#files.values()].reduce((sum, { file }) => sum + file.queuedBytes, 0);
  }

  async flush(): Promise<void> {
    for (const { file } of this.#files.values()) await file.flush();
  }

  /** Writes the true length into every header, so that the files play even while they grow. */
  async fixHeaders(): Promise<void> {
    for (const { file, format } of this.#files.values()) {
      const headerBytes = wireHeaderBytes(format);
      if (file.writtenBytes < headerBytes) continue;
      await file.patch(wireHeader(format, file.writtenBytes - headerBytes), 0);
    }
  }

  async sync(): Promise<void> {
    for (const { file } of this.#files.values()) await file.sync();
  }

  rescue(): void {
    for (const { file } of this.#files.values()) file.rescue();
  }

  /** The digests of all of it so far, by file. */
  get digests(): AudioDigests {
    const all = [...this.#files].map(([name, { hash, bytes }]) => {
      return [name, { bytes, sha256: hash.copy().digest('hex') }] as const;
    });
    return Object.fromEntries(all);
  }

  /** Copies every file to another folder, with true lengths in their headers. Rejects with the system's error. */
  async copyTo(folder: string): Promise<{ readonly lostBytes: number }> {
    let lostBytes = 0;
    for (const [name, { file, format, bytes }] of this.#files) {
      lostBytes += (await file.copyTo(join(folder, name), wireHeader(format, bytes))).lostBytes;
    }
    return { lostBytes };
  }

  /** Closes every file, whichever of them cannot be closed. Rejects with the system's error then. */
  async close(): Promise<void> {
    const closing = [...this.#files.values()].map(({ file }) => file.close());
    await Promise.allSettled(closing);
    await Promise.all(closing);
  }

  #create(name: string, format: WireFormat): AudioFile {
    const file = new AppendFile(join(this.#folder, name), this.#disk);
    file.append(wireHeader(format, 0));
    const made: AudioFile = { file, format, hash: createHash('sha256'), bytes: 0 };
    this.#files.set(name, made);
    return made;
  }
}

/** The audio of a session that keeps none: only how much there was is known, as if it lay in files. */
export class UnkeptAudio extends AudioFiles {
  readonly #bytes = new Map<string, number>();

  override append(stream: AudioStream, format: WireFormat, bytes: Uint8Array): AudioRef {
    const file = audioFileName(stream, format);
    const offset = this.#bytes.get(file) ?? wireHeaderBytes(format);
    this.#bytes.set(file, offset + bytes.byteLength);
    return { $audio: { file, offset, length: bytes.byteLength } };
  }
}

/** Letters whose low bits are zero: what the last one before one `=`, and before two, has to be. */
const lastOfTwoBytes = /[AEIMQUYcgkosw048]=$/;
const lastOfOneByte = /[AQgw]==$/;

/**
 * Whether encoding these bytes gives back the base64 they were decoded from, letter by letter. A decoder passes over what is none of its
 * letters, and then has fewer bytes; it also takes the letters of addresses and bits that say nothing.
 */
function comesBack(base64: string, bytes: Uint8Array): boolean {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  if (base64.length % 4 !== 0 || bytes.byteLength !== (base64.length / 4) * 3 - padding) return false;
  if (base64.includes('-') || base64.includes('_')) return false;
  return padding === 0 || (padding === 1 ? lastOfTwoBytes : lastOfOneByte).test(base64.slice(-4));
}

/** Where an event carries a stretch of one of the two streams: one entry an event type, preview names included. */
const carriers = lookup<{ key: string; stream: AudioStream }>({
  'input_audio_buffer.append': { key: 'audio', stream: 'input' },
  'response.output_audio.delta': { key: 'delta', stream: 'output' },
  'response.audio.delta': { key: 'delta', stream: 'output' },
});

/** A stretch of audio carried by an event, as the wire has it. */
export interface AudioPayload {
  readonly key: string;
  readonly stream: AudioStream;
  readonly format: WireFormat;
  readonly base64: string;
  readonly bytes: Buffer;
}

/**
 * The audio an event carries, as bytes; null when it carries none, not in whole samples, or as base64 that its own
 * decoding would not give back letter by letter.
 */
export function audioPayload(event: JsonObject, view: SessionView): AudioPayload | null {
  const carrier = carriers(asString(event['type']) ?? '');
  if (carrier === undefined) return null;
  const base64 = asString(event[carrier.key]);
  if (base64 === undefined || base64 === '') return null;
  const format =
    carrier.stream === 'input' ? inputFormatOf(view) : outputFormatOf(view, asString(event['response_id']) ?? '');
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length % format.bytesPerSample !== 0 || !comesBack(base64, bytes)) return null;
  return { ...carrier, format, base64, bytes };
}
