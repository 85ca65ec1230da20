import { emptyPeaks, hasPeak, type Peaks, takePeaks, takeSamples } from '../../../shared/audio/peaks.ts';
import type { SoundPiece } from '../../../shared/session/heard/sound-pieces.ts';
import { formatOfSoundFile } from '../../../shared/session/heard/sound-map.ts';
import { wireHeaderBytes } from '../../../shared/audio/wire-format.ts';
import { bucketSamples, type FilePeaks } from './peak-file.ts';
import { ownSamples, readBytes } from './wav-samples.ts';

/** What is asked: so many equal stretches of session time, ms. */
export interface ColumnOrder {
  readonly fromMs: number;
  readonly toMs: number;
  readonly columns: number;
}

export interface VoiceColumns {
  readonly input: Peaks;
  readonly output: Peaks;
  readonly unheard: Peaks;
}

/** Stretches of less than two of the kept ones are made of the samples themselves. */
const ownFromMs = 20;

/**
 * Peaks of both voices over equal stretches of time: of what lies there of each piece, from the samples where few are in view, from
 * kept peaks where many are. Rejects with the system's error where a file cannot be read.
 */
export async function columnPeaks(
  folder: string,
  pieces: readonly SoundPiece[],
  peaksOf: (file: string) => FilePeaks | null,
  order: ColumnOrder,
): Promise<VoiceColumns> {
  const { fromMs, toMs, columns } = order;
  const made = { input: emptyPeaks(columns), output: emptyPeaks(columns), unheard: emptyPeaks(columns) };
  for (const piece of pieces) {
    if (piece.endMs <= fromMs || piece.startMs >= toMs) continue;
    const into = piece.voice === 'input' ? made.input : piece.heard ? made.output : made.unheard;
    const file = peaksOf(piece.file);
    if (file === null) continue;
    if ((toMs - fromMs) / columns < ownFromMs) await takePiece(folder, piece, order, into);
    else takeKept(piece, file.peaks, order, into);
  }
  for (let at = 0; at < columns; at += 1) {
    if (!hasPeak(made.output, at)) continue;
    // What was played after it lies over it.
    made.unheard.lowest[at] = 127;
    made.unheard.highest[at] = -128;
  }
  return made;
}

/** The columns that a piece reaches into, and for each the samples of the piece in it, counted from its first. */
function* reach(
  piece: SoundPiece,
  { fromMs, toMs, columns }: ColumnOrder,
  rateHz: number,
): Generator<readonly [column: number, first: number, end: number]> {
  const stepMs = (toMs - fromMs) / columns;
  const firstColumn = Math.max(0, Math.floor((piece.startMs - fromMs) / stepMs));
  const perMs = rateHz / 1000;
  for (let column = firstColumn; column < columns; column += 1) {
    const startMs = fromMs + column * stepMs;
    if (startMs >= piece.endMs) return;
    const first = Math.max(0, Math.floor((startMs - piece.startMs) * perMs));
    const end = Math.ceil((Math.min(piece.endMs, startMs + stepMs) - piece.startMs) * perMs);
    if (end > first) yield [column, first, end];
  }
}

async function takePiece(folder: string, piece: SoundPiece, order: ColumnOrder, into: Peaks): Promise<void> {
  const format = formatOfSoundFile(piece.voice, piece.file);
  if (format === null) return;
  const spans = [...reach(piece, order, format.rateHz)];
  const [from, to] = [spans[0]?.[1] ?? 0, spans.at(-1)?.[2] ?? 0];
  if (to <= from) return;
  const length = Math.min(piece.lengthBytes, to * format.bytesPerSample) - from * format.bytesPerSample;
  const at = piece.offsetBytes + from * format.bytesPerSample;
  const pcm = ownSamples(format, await readBytes(folder, piece.file, at, Math.max(0, length)));
  for (const [column, first, end] of spans) {
    takeSamples(into, column, pcm, Math.min(pcm.length, first - from), Math.min(pcm.length, end - from));
  }
}

function takeKept(piece: SoundPiece, kept: Peaks, order: ColumnOrder, into: Peaks): void {
  const format = formatOfSoundFile(piece.voice, piece.file);
  if (format === null) return;
  const bucket = bucketSamples(format);
  const before = (piece.offsetBytes - wireHeaderBytes(format)) / format.bytesPerSample;
  const most = kept.lowest.length;
  for (const [column, first, end] of reach(piece, order, format.rateHz)) {
    const from = Math.max(0, Math.floor((before + first) / bucket));
    takePeaks(into, column, kept, from, Math.min(most, Math.max(from + 1, Math.ceil((before + end) / bucket))));
  }
}
