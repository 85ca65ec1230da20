import { join } from 'node:path';
import { headerBytesOf, headerOf, wireFormats, type WireFormat } from '../../../shared/audio/wire-format.ts';
import type { AudioRef } from '../../../shared/session/entry.ts';
import { AppendFile } from './append-file.ts';

export type AudioStream = 'input' | 'output';

/** `input.wav`, `output-pcmu.wav`: a stream has a file for every format it was in. */
export const audioFileName = (stream: AudioStream, format: WireFormat): string => `${stream}${format.suffix}.wav`;

/** Every audio file a session may have, with the format it holds. */
export const audioFileKinds: readonly { readonly name: string; readonly format: WireFormat }[] = (
  ['input', 'output'] as const
).flatMap((stream) => Object.values(wireFormats).map((format) => ({ name: audioFileName(stream, format), format })));

interface AudioFile {
  readonly file: AppendFile;
  readonly format: WireFormat;
}

/** The audio of a session: one mono WAV a stream and format, as the wire had it, made when its first audio comes. */
export class AudioFiles {
  readonly #folder: string;
  readonly #files = new Map<string, AudioFile>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Queues audio and returns where it will lie, for the line of the log that refers to it. */
  append(stream: AudioStream, format: WireFormat, bytes: Uint8Array): AudioRef {
    const name = audioFileName(stream, format);
    const { file } = this.#files.get(name) ?? this.#create(name, format);
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
      const headerBytes = headerBytesOf(format);
      if (file.writtenBytes < headerBytes) continue;
      await file.patch(headerOf(format, file.writtenBytes - headerBytes), 0);
    }
  }

  async sync(): Promise<void> {
    for (const { file } of this.#files.values()) await file.sync();
  }

  rescue(): void {
    for (const { file } of this.#files.values()) file.rescue();
  }

  async close(): Promise<void> {
    for (const { file } of this.#files.values()) await file.close();
  }

  #create(name: string, format: WireFormat): AudioFile {
    const file = new AppendFile(join(this.#folder, name));
    file.append(headerOf(format, 0));
    const made = { file, format };
    this.#files.set(name, made);
    return made;
  }
}
