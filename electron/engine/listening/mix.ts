import { wireRateHz } from '../../../shared/audio/frames.ts';
import type { PlayVoices } from '../../../shared/audio/play-choices.ts';
import { formatOfSoundFile } from '../../../shared/session/heard/sound-map.ts';
import type { SoundPiece } from '../../../shared/session/heard/sound-pieces.ts';
import { meaningOf } from '../data/disk-errors.ts';
import { samplesAt24k } from './wav-samples.ts';

const perMs = wireRateHz / 1000;

/** The place of a session time among samples at 24 kHz. */
export const sampleAt = (ms: number): number => Math.round(ms * perMs);

/** What is played of a session: these voices as heard, or one item's unheard part alone. */
export function playedPieces(
  pieces: readonly SoundPiece[],
  voices: PlayVoices,
  unheardItemId: string | null,
): SoundPiece[] {
  return pieces.filter(({ voice, heard, itemId }) =>
    unheardItemId === null ? heard && (voices === 'both' || voice === voices) : !heard && itemId === unheardItemId,
  );
}

async function layPiece(folder: string, piece: SoundPiece, first: number, into: Int16Array): Promise<void> {
  const format = formatOfSoundFile(piece.voice, piece.file);
  if (format === null) return;
  const begins = sampleAt(piece.startMs);
  const length = Math.round((piece.lengthBytes / format.bytesPerSample) * (wireRateHz / format.rateHz));
  const from = Math.max(first, begins);
  const to = Math.min(first + into.length, begins + length);
  if (to <= from) return;
  const pcm = await samplesAt24k(folder, piece, format, from - begins, to - begins).catch((error: unknown) => {
    // A voice that was not kept is silent.
    if (meaningOf(error) === 'missing') return new Int16Array(0);
    throw error;
  });
  into.set(pcm.subarray(0, to - from), from - first);
}

/**
 * Both voices over a stretch of session time, in samples at 24 kHz from the beginning of the session, mixed as one ear would have heard
 * them. Rejects with the system's error where a file cannot be read.
 */
export async function mixed(
  folder: string,
  pieces: readonly SoundPiece[],
  first: number,
  count: number,
): Promise<Int16Array> {
  const voices = { input: new Int16Array(count), output: new Int16Array(count) };
  for (const piece of pieces) await layPiece(folder, piece, first, voices[piece.voice]);
  const both = new Int16Array(count);
  for (let i = 0; i < count; i += 1) {
    const sum = (voices.input[i] as number) + (voices.output[i] as number);
    both[i] = Math.min(32_767, Math.max(-32_768, sum));
  }
  return both;
}
