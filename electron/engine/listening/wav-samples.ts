import { join } from 'node:path';
import { aLaw, muLaw, pcm16FromBytes } from '../../../shared/audio/samples.ts';
import { createDecoder, type WireFormat, wireHeaderBytes } from '../../../shared/audio/wire-format.ts';
import { assertNever } from '../../../shared/kit/errors.ts';
import { mostRecordedSoundBytes, openRegular } from '../data/regular-file.ts';

/** Bytes of a sound file of a session from a place on, fewer where it ends. Rejects as `openRegular` does. */
export async function readBytes(folder: string, file: string, offset: number, length: number): Promise<Buffer> {
  const handle = await openRegular(join(folder, file), 'read', { mostBytes: mostRecordedSoundBytes });
  try {
    const buffer = Buffer.alloc(length);
    let have = 0;
    while (have < length) {
      const { bytesRead } = await handle.read(buffer, have, length - have, offset + have);
      if (bytesRead === 0) break;
      have += bytesRead;
    }
    return buffer.subarray(0, have);
  } finally {
    await handle.close();
  }
}

/** Samples at the file's own rate. */
export function ownSamples({ name }: WireFormat, bytes: Uint8Array): Int16Array {
  switch (name) {
    case 'audio/pcm':
      return pcm16FromBytes(bytes);
    case 'audio/pcmu':
      return Int16Array.from(bytes, muLaw.decode);
    case 'audio/pcma':
      return Int16Array.from(bytes, aLaw.decode);
    default:
      return assertNever(name, 'Format of a sound file');
  }
}

/** Samples on either side that a filter looks at. */
const contextSamples = 64;

/**
 * Samples at 24 kHz of a stretch of a file, `first` and `end` counted from the first sample of a piece that lies at `offsetBytes`. As
 * far as the file goes; silence behind it.
 */
export async function samplesAt24k(
  folder: string,
  piece: { readonly file: string; readonly offsetBytes: number; readonly lengthBytes: number },
  format: WireFormat,
  first: number,
  end: number,
): Promise<Int16Array> {
  const { bytesPerSample, name, rateHz } = format;
  const ratio = 24_000 / rateHz;
  const whole = piece.lengthBytes / bytesPerSample;
  const margin = ratio === 1 ? 0 : contextSamples;
  const from = Math.max(0, Math.floor(first / ratio) - margin);
  const to = Math.min(whole, Math.ceil(end / ratio) + margin);
  const at = Math.max(wireHeaderBytes(format), piece.offsetBytes) + from * bytesPerSample;
  const bytes = await readBytes(folder, piece.file, at, Math.max(0, to - from) * bytesPerSample);
  if (ratio === 1) return pcm16FromBytes(bytes);
  const decoder = createDecoder(name);
  const [body, tail] = [decoder.push(bytes), decoder.flush()];
  const pcm = new Int16Array(body.length + tail.length);
  pcm.set(body);
  pcm.set(tail, body.length);
  return pcm.subarray(first - from * ratio, end - from * ratio);
}
