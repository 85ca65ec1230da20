import { join } from 'node:path';
import { wavHeader, wavHeaderBytes } from '../../../shared/audio/wav.ts';
import { wireRateHz } from '../../../shared/audio/frame.ts';
import type { AudioRef } from '../../../shared/session/entry.ts';
import { AppendFile } from './append-file.ts';

export type AudioStream = 'input' | 'output';

export const audioFileNames: Record<AudioStream, string> = { input: 'input.wav', output: 'output.wav' };

/** The audio of a session: one WAV a stream, 24 kHz mono PCM16, made when its first audio comes. */
export class AudioFiles {
  readonly #folder: string;
  readonly #files = new Map<AudioStream, AppendFile>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Queues audio and returns where it will lie, for the line of the log that refers to it. */
  append(stream: AudioStream, pcm: Uint8Array): AudioRef {
    const file = this.#files.get(stream) ?? this.#create(stream);
    return { $audio: { file: audioFileNames[stream], offset: file.append(pcm), length: pcm.byteLength } };
  }

  get queuedBytes(): number {
    return [...this.#files.values()].reduce((sum, file) => sum + file.queuedBytes, 0);
  }

  async flush(): Promise<void> {
    for (const file of this.#files.values()) await file.flush();
  }

  /** Writes the true length into every header, so that the files play even while they grow. */
  async fixHeaders(): Promise<void> {
    for (const file of this.#files.values()) {
      if (file.writtenBytes < wavHeaderBytes) continue;
      await file.patch(wavHeader(wireRateHz, file.writtenBytes - wavHeaderBytes), 0);
    }
  }

  async sync(): Promise<void> {
    for (const file of this.#files.values()) await file.sync();
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.close();
  }

  #create(stream: AudioStream): AppendFile {
    const file = new AppendFile(join(this.#folder, audioFileNames[stream]));
    file.append(wavHeader(wireRateHz, 0));
    this.#files.set(stream, file);
    return file;
  }
}
