import { type WireFormat, wireFormats } from '../../audio/wire-format.ts';
import { append, type ChunkList, emptyList, findLast, replaceLast } from '../../kit/chunk-list.ts';
import { asString, isJsonObject, type Json, type JsonObject } from '../../kit/json.ts';
import { type BenchEvent, type BenchEventOf, readBenchEvent } from '../bench-events.ts';
import type { LogEntry } from '../entry.ts';
import { type InputRun, inputAfter } from './input-runs.ts';

/** The two voices of a session: the person's, and the answers'. */
export type Voice = 'input' | 'output';

/** A stretch of a sound file of the session. */
export interface FileRun {
  readonly file: string;
  /** From the first byte of the file on, its header included. */
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly bytesPerMs: number;
  readonly bytesPerSample: number;
}

/** A stretch of an item that was played without a gap. Positions are milliseconds of the item's audio. */
export interface PlayedRun {
  readonly fromMs: number;
  /** Null: it plays on. */
  readonly toMs: number | null;
  /** Session time at which its first sample was heard. */
  readonly startMs: number;
}

/** The audio of one item of an answer: where its bytes lie, and what was played of them when. */
export interface ItemSound {
  readonly itemId: string;
  readonly responseId: string;
  /** Session time at which its first audio came. */
  readonly receivedAtMs: number;
  readonly receivedMs: number;
  readonly runs: readonly FileRun[];
  readonly played: readonly PlayedRun[];
  /** Session time at which it was last stopped; null: it never was. */
  readonly stoppedAtMs: number | null;
}

/**
 * Where the sound of a session lies in its files and on its time axis, as a fold of its log. Sparse: it grows with the turns
 * of a session and its faults, not with its frames. `soundPieces` makes the pieces of it.
 */
export interface SoundMap {
  /** Session time of the last entry. */
  readonly t: number;
  readonly ended: boolean;
  /** How long the output holds a sample before it sounds, as it last said. */
  readonly latencyMs: number;
  /** Session time at which playback of anything last began; null: never. */
  readonly lastStartMs: number | null;
  readonly input: ChunkList<InputRun>;
  readonly items: ChunkList<ItemSound>;
}

export const emptySoundMap: SoundMap = {
  t: 0,
  ended: false,
  latencyMs: 0,
  lastStartMs: null,
  input: emptyList(),
  items: emptyList(),
};

/** What an output says of its latency beyond this is no latency. */
const mostLatencyMs = 2000;

/** The sound files that a session may have, by name, with the format each holds; no other name is read. */
const soundFiles: Readonly<Record<Voice, ReadonlyMap<string, WireFormat>>> = {
  input: new Map(Object.values(wireFormats).map((format) => [`input${format.suffix}.wav`, format])),
  output: new Map(Object.values(wireFormats).map((format) => [`output${format.suffix}.wav`, format])),
};

/** The format of a sound file of a session; null for any other name. */
export const formatOfSoundFile = (voice: Voice, file: string): WireFormat | null => soundFiles[voice].get(file) ?? null;

const isPlace = (value: Json | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** The stretch of a file that an event refers to; null where it refers to none. A record may come from anyone. */
function runIn(payload: Json | undefined, voice: Voice): FileRun | null {
  const ref = isJsonObject(payload) ? payload['$audio'] : undefined;
  if (!isJsonObject(ref)) return null;
  const { offset, length } = ref;
  const file = asString(ref['file']) ?? '';
  const format = formatOfSoundFile(voice, file);
  if (format === null || !isPlace(offset) || !isPlace(length) || length === 0) return null;
  const { bytesPerMs, bytesPerSample } = format;
  return { file, offsetBytes: offset, lengthBytes: length, bytesPerMs, bytesPerSample };
}

/** The sound of a session after one more entry. Never throws. */
export function reduceSound(before: SoundMap, { from, event, t }: LogEntry): SoundMap {
  if (from === 'bench') return benchTaken({ ...before, t }, event);
  if (!isJsonObject(event)) return { ...before, t };
  switch (event['type']) {
    case 'input_audio_buffer.append':
      return from === 'client' ? spoken(before, event, t) : { ...before, t };
    case 'response.output_audio.delta':
    case 'response.audio.delta':
      return from === 'server' ? answered(before, event, t) : { ...before, t };
    default:
      return { ...before, t };
  }
}

/** The fold of a whole log at once. */
export function foldSound(entries: Iterable<LogEntry>): SoundMap {
  let map = emptySoundMap;
  for (const entry of entries) map = reduceSound(map, entry);
  return map;
}

function spoken(map: SoundMap, event: JsonObject, t: number): SoundMap {
  const run = runIn(event['audio'], 'input');
  return run === null ? { ...map, t } : { ...map, t, input: inputAfter(map.input, run, t) };
}

const lengthMs = ({ lengthBytes, bytesPerMs }: FileRun): number => lengthBytes / bytesPerMs;

/** Runs with one more behind them, as part of the last where it goes on there. */
function joined(runs: readonly FileRun[], run: FileRun): readonly FileRun[] {
  const before = runs.at(-1);
  return before === undefined || before.file !== run.file || before.offsetBytes + before.lengthBytes !== run.offsetBytes
    ? [...runs, run]
    : [...runs.slice(0, -1), { ...before, lengthBytes: before.lengthBytes + run.lengthBytes }];
}

function answered(map: SoundMap, event: JsonObject, t: number): SoundMap {
  const run = runIn(event['delta'], 'output');
  if (run === null) return { ...map, t };
  const itemId = asString(event['item_id']) ?? '';
  const have = findLast(map.items, (item) => item.itemId === itemId);
  if (have === undefined) {
    const fresh = { receivedAtMs: t, receivedMs: lengthMs(run), runs: [run], played: [], stoppedAtMs: null };
    const item: ItemSound = { itemId, responseId: asString(event['response_id']) ?? '', ...fresh };
    return { ...map, t, items: append(map.items, item) };
  }
  return itemChanged({ ...map, t }, itemId, (item) => ({
    ...item,
    receivedMs: item.receivedMs + lengthMs(run),
    runs: joined(item.runs, run),
  }));
}

function itemChanged(map: SoundMap, itemId: string, change: (item: ItemSound) => ItemSound): SoundMap {
  const items = replaceLast(map.items, (item) => item.itemId === itemId, change);
  return items === map.items ? map : { ...map, items };
}

function benchTaken(map: SoundMap, event: Json): SoundMap {
  const read = readBenchEvent(event);
  return read.kind === 'read' ? ownTaken(map, read.event) : map;
}

function ownTaken(map: SoundMap, event: BenchEvent): SoundMap {
  switch (event.type) {
    case 'bench.output.opened':
      return { ...map, latencyMs: Math.min(mostLatencyMs, Math.max(0, event.latencyMs)) };
    case 'bench.playback.started':
      return itemChanged({ ...map, lastStartMs: map.t }, event.itemId, (item) => started(item, map));
    case 'bench.playback.underrun':
      return itemChanged(map, event.itemId, (item) => resumed(item, map, event.silenceMs));
    case 'bench.playback.stopped':
      return itemChanged(map, event.itemId, (item) => stopped(item, map, event));
    case 'bench.closed':
      return { ...map, ended: true };
    default:
      return map;
  }
}

/** An item that is played again goes on behind what came of it before. */
function started(item: ItemSound, { t, latencyMs }: SoundMap): ItemSound {
  const fromMs = item.played.at(-1)?.toMs ?? 0;
  return { ...item, played: [...item.played, { fromMs, toMs: null, startMs: t + latencyMs }] };
}

/** It had run dry: what was heard before ends where the silence began, and the rest begins now. */
function resumed(item: ItemSound, { t, latencyMs }: SoundMap, silenceMs: number): ItemSound {
  const open = item.played.at(-1);
  if (open === undefined || open.toMs !== null) return item;
  const startMs = t + latencyMs;
  const heardMs = Math.max(0, startMs - Math.max(0, silenceMs) - open.startMs);
  const toMs = Math.min(open.fromMs + heardMs, item.receivedMs);
  return { ...item, played: [...item.played.slice(0, -1), { ...open, toMs }, { fromMs: toMs, toMs: null, startMs }] };
}

function stopped(item: ItemSound, { t }: SoundMap, event: BenchEventOf<'bench.playback.stopped'>): ItemSound {
  const open = item.played.at(-1);
  const toMs = Math.min(item.receivedMs, Math.max(0, event.playedMs));
  if (open === undefined || open.toMs !== null) return { ...item, stoppedAtMs: t };
  const closed = { ...open, toMs: Math.max(open.fromMs, toMs) };
  return { ...item, stoppedAtMs: t, played: [...item.played.slice(0, -1), closed] };
}
