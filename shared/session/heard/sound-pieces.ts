import { values } from '../../kit/chunk-list.ts';
import type { InputRun } from './input-runs.ts';
import type { FileRun, ItemSound, PlayedRun, SoundMap, Voice } from './sound-map.ts';

/** A stretch of a sound file of a session, and when it was said or heard. */
export interface SoundPiece {
  readonly voice: Voice;
  /** `input.wav`, `output-pcmu.wav` …: a name that the format of sessions knows. */
  readonly file: string;
  /** From the first byte of the file on, its header included. Whole samples. */
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** Session time of its first sample and behind its last, in ms. */
  readonly startMs: number;
  readonly endMs: number;
  /** False: it came, and was never played. It then lies where it would have gone on. Always true of the person's voice. */
  readonly heard: boolean;
  /** Of the answers; null for the person's voice. */
  readonly itemId: string | null;
  readonly responseId: string | null;
}

/**
 * The pieces of both voices by session time: the person's by when it was sent, the answers' by when they were played, with gaps
 * as silence between two pieces. A piece may begin some milliseconds before the one before it of its voice ends, where two clocks did
 * not agree: the later one goes over it. Pieces that were not heard may lie under what was played after them.
 */
export function soundPieces(map: SoundMap): SoundPiece[] {
  const pieces: SoundPiece[] = [];
  for (const run of values(map.input)) pieces.push(inputPiece(run));
  for (const item of values(map.items)) pieces.push(...itemPieces(item, map));
  return pieces.toSorted((one, other) => one.startMs - other.startMs);
}

const inputPiece = ({ file, offsetBytes, lengthBytes, bytesPerMs, startMs }: InputRun): SoundPiece => ({
  voice: 'input',
  file,
  offsetBytes,
  lengthBytes,
  startMs,
  endMs: startMs + lengthBytes / bytesPerMs,
  heard: true,
  itemId: null,
  responseId: null,
});

/** Where a stretch that plays on has come to. */
const playedTo = ({ fromMs, toMs, startMs }: PlayedRun, item: ItemSound, map: SoundMap): number =>
  toMs ?? Math.min(item.receivedMs, fromMs + Math.max(0, map.t - startMs));

function itemPieces(item: ItemSound, map: SoundMap): SoundPiece[] {
  const pieces: SoundPiece[] = [];
  let heardMs = 0;
  let endMs = item.stoppedAtMs ?? item.receivedAtMs;
  for (const played of item.played) {
    const toMs = playedTo(played, item, map);
    pieces.push(...cut(item, played.fromMs, toMs, played.startMs, true));
    heardMs = Math.max(heardMs, toMs);
    endMs = played.startMs + toMs - played.fromMs;
  }
  return isOver(item, map) ? [...pieces, ...cut(item, heardMs, item.receivedMs, endMs, false)] : pieces;
}

/** Nothing more of it will be played: what was not heard by now never was. */
function isOver(item: ItemSound, { ended, lastStartMs }: SoundMap): boolean {
  const last = item.played.at(-1);
  if (ended) return true;
  if (last === undefined) return item.stoppedAtMs !== null || (lastStartMs ?? 0) > item.receivedAtMs;
  return last.toMs !== null;
}

/** The pieces of an item between two positions in its audio, the first of them at a session time. */
function cut(item: ItemSound, fromMs: number, toMs: number, startMs: number, heard: boolean): SoundPiece[] {
  const pieces: SoundPiece[] = [];
  let runFromMs = 0;
  for (const run of item.runs) {
    const first = placeIn(run, fromMs - runFromMs);
    const end = placeIn(run, toMs - runFromMs);
    if (end > first) {
      const at = startMs + runFromMs + first / run.bytesPerMs - fromMs;
      pieces.push({
        voice: 'output',
        file: run.file,
        offsetBytes: run.offsetBytes + first,
        lengthBytes: end - first,
        startMs: at,
        endMs: at + (end - first) / run.bytesPerMs,
        heard,
        itemId: item.itemId,
        responseId: item.responseId,
      });
    }
    runFromMs += run.lengthBytes / run.bytesPerMs;
  }
  return pieces;
}

/** The byte of a run at so many milliseconds of it: the nearest sample's, within the run. */
function placeIn({ lengthBytes, bytesPerMs, bytesPerSample }: FileRun, ms: number): number {
  const bytes = Math.round((ms * bytesPerMs) / bytesPerSample) * bytesPerSample;
  return Math.min(lengthBytes, Math.max(0, bytes));
}
