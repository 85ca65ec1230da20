import { mostSoundBytes, tooLong } from '../../shared/audio/files/decoded.ts';
import { badFile, damaged } from '../../shared/audio/files/container.ts';
import { afterId3, soundKindOf } from '../../shared/audio/files/kinds.ts';
import { wavPieces, wavSampleBytes } from '../../shared/audio/wav.ts';
import { ok, type Result } from '../../shared/kit/errors.ts';

/** Enough for the first bytes of any kind, and the first two frames of an MP3 file. */
const headBytes = 65_536;
/** What the browser decodes, it decodes whole and into floats, 23 MB a minute of two channels: more would fill the page's memory. */
const mostMinutes = 20;
/** What a page may hold of a file beside what is decoded. Sound of so few minutes takes less; a file with pictures may take more. */
const mostFileBytes = 64 * 1024 * 1024;
/** What a file is resampled to as it is decoded; almost all are at this rate, and none has anything above it that is sent. */
const decodedRateHz = 48_000;

/** A browser's own knowledge of sound files. */
export interface WindowDecoder {
  /** Milliseconds, as the file says without being decoded; null: it says nothing. */
  durationMs(file: File): Promise<number | null>;
  /** Rejects when there is no sound in it that the browser knows. */
  decode(bytes: ArrayBuffer): Promise<Pick<AudioBuffer, 'numberOfChannels' | 'sampleRate' | 'getChannelData'>>;
}

const ofBrowser: WindowDecoder = {
  durationMs: (file) =>
    new Promise((resolve) => {
      const address = URL.createObjectURL(file);
      const player = new Audio();
      const end = (): void => {
        const { duration } = player;
        player.removeAttribute('src');
        URL.revokeObjectURL(address);
        resolve(Number.isFinite(duration) ? duration * 1000 : null);
      };
      player.preload = 'metadata';
      player.addEventListener('loadedmetadata', end, { once: true });
      player.addEventListener('error', end, { once: true });
      player.src = address;
    }),
  decode: (bytes) => new OfflineAudioContext(1, 1, decodedRateHz).decodeAudioData(bytes),
};

const bytesOf = async (file: File, from: number): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(from, from + headBytes).arrayBuffer());

/** Who decodes a file, by its first bytes, of which a tag may take many. */
async function isForWindow(file: File): Promise<boolean> {
  const head = await bytesOf(file, 0);
  const tag = afterId3(head);
  const kind = soundKindOf(tag === 0 ? head : await bytesOf(file, tag));
  return kind?.by === 'window';
}

/**
 * A file as the engine reads it: itself, or, of a kind that only a browser decodes (AAC, M4A, Vorbis, WebM), its sound as WAV under
 * the same name. Refuses what the browser cannot decode either, and what is too long. Rejects when the file cannot be read.
 */
export async function soundForEngine(file: File, decoder = ofBrowser): Promise<Result<{ sound: File }>> {
  if (!(await isForWindow(file))) return ok({ sound: file });
  const { name } = file;
  const tooLongHere = (): Result<never> =>
    badFile(
      name,
      `holds more than ${mostMinutes} minutes of sound, the most that is decoded in the window.`,
      'Cut it into shorter files, or convert it to Opus, MP3 or FLAC.',
    );
  if (file.size > mostFileBytes) {
    return badFile(name, 'has more than the 64 MB that are decoded in the window.', 'Convert it to Opus, MP3 or FLAC.');
  }
  const saidMs = await decoder.durationMs(file);
  if (saidMs !== null && saidMs > mostMinutes * 60_000) return tooLongHere();
  const bytes = await file.arrayBuffer();
  const decoded = await decoder.decode(bytes).catch(() => null);
  if (decoded === null) {
    return badFile(name, 'could not be decoded: it is damaged, or holds no sound that this window knows.', damaged);
  }
  const { numberOfChannels, sampleRate } = decoded;
  const channels = Array.from({ length: numberOfChannels }, (_, channel) => decoded.getChannelData(channel));
  const samples = channels[0]?.length ?? 0;
  if (samples > mostMinutes * 60 * sampleRate) return tooLongHere();
  const bytesPerSample = wavSampleBytes(channels);
  if (samples * numberOfChannels * bytesPerSample > mostSoundBytes - headBytes)
    return tooLong(name, { rateHz: sampleRate, channels: numberOfChannels, bytesPerSample }, mostSoundBytes);
  const pieces: Blob[] = [];
  for (const piece of wavPieces(channels, sampleRate, bytesPerSample)) pieces.push(new Blob([piece]));
  return ok({ sound: new File(pieces, name) });
}
