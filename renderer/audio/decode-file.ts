import { afterId3, soundKindOf } from '../../shared/audio/files/kinds.ts';
import { floatWav } from '../../shared/audio/wav.ts';
import { benchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';

/** Enough for the first bytes of any kind, and the first two frames of an MP3 file. */
const headBytes = 65_536;
/** What the browser decodes, it decodes whole and into floats: a larger file would fill the page's memory. */
const mostDecodedBytes = 64 * 1024 * 1024;
/** What a file is resampled to as it is decoded; almost all are at this rate, and none has anything above it that is sent. */
const decodedRateHz = 48_000;

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
 * A file as the engine reads it: itself, or, of a kind that only a browser decodes (AAC, M4A, Vorbis, WebM), its sound as WAV of
 * floats under the same name. Refuses what the browser cannot decode either. Rejects when the file cannot be read.
 */
export async function soundForEngine(file: File): Promise<Result<{ sound: File }>> {
  if (!(await isForWindow(file))) return ok({ sound: file });
  const refused = (why: string, nextStep: string): Result<never> =>
    refuse(benchError('invalid-audio-file', `${file.name} ${why}`, { nextStep }));
  if (file.size > mostDecodedBytes)
    return refused('has more than the 64 MB that are decoded in the window.', 'Cut it into shorter files.');
  const bytes = await file.arrayBuffer();
  try {
    const decoded = await new OfflineAudioContext(1, 1, decodedRateHz).decodeAudioData(bytes);
    const channels = Array.from({ length: decoded.numberOfChannels }, (_, channel) => decoded.getChannelData(channel));
    return ok({ sound: new File([floatWav(channels, decoded.sampleRate)], file.name) });
  } catch {
    return refused(
      'could not be decoded: it is damaged, or holds no sound that this window knows.',
      'Convert it to WAV.',
    );
  }
}
