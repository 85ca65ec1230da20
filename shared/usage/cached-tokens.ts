import type { JsonObject } from '../kit/json.ts';
import {
  cachedPath,
  countsIn,
  inputPath,
  modalities,
  type Modality,
  readSide,
  responsePath,
  sumOf,
  type UsageCounts,
  usageFromCounts,
} from './fields.ts';

const cachedTotal = responsePath('cached');

/** The least and the most tokens of one kind that can have come from the cache, both possible. */
export type Bounds = readonly [low: number, high: number];

/** How cached tokens whose kinds are not all stated can be split at all. Where low is high, only one split is possible. */
export interface CachedUnsplit {
  /** Cached tokens of every kind, those of stated kinds included; no more than the input can hold. */
  readonly tokens: number;
  readonly audio: Bounds;
  readonly text: Bounds;
  /** Where images are in the input. */
  readonly image?: Bounds;
}

/** What of the cached tokens has a kind, and how much of each other kind there can be. */
interface Room {
  readonly stated: Readonly<Record<Modality, number>>;
  readonly open: Readonly<Record<Modality, number>>;
  /** Cached tokens without a kind, no more than there is room for. */
  readonly left: number;
  /** Cached tokens without a kind, as reported. */
  readonly unsplit: number;
}

const byKind = (value: (kind: Modality) => number): Record<Modality, number> => ({
  audio: value('audio'),
  text: value('text'),
  image: value('image'),
});

/** Input of each kind: as stated; else all that the stated kinds leave. Images are told where there are any. */
function roomOf(counts: UsageCounts): Room {
  const { tokens: input, sum, stated: isByKind } = readSide(counts, 'input');
  const cached = counts.get(cachedTotal) ?? 0;
  const rest = input === undefined || !isByKind ? (input ?? cached) : Math.max(0, input - sum);
  const held = byKind((kind) => counts.get(inputPath(kind)) ?? (kind === 'image' ? 0 : rest));
  const stated = byKind((kind) => Math.min(counts.get(cachedPath(kind)) ?? 0, held[kind]));
  const open = byKind((kind) => (counts.has(cachedPath(kind)) ? 0 : held[kind]));
  const unsplit = cached - sumOf(counts, modalities.map(cachedPath)).sum;
  const most = Math.max(0, Math.min(input ?? cached, cached) - stated.audio - stated.text - stated.image);
  return {
    stated,
    open,
    unsplit: Math.max(0, unsplit),
    left: Math.max(0, Math.min(unsplit, most, open.audio + open.text + open.image)),
  };
}

/** Whether tokens of a kind that is not stated are among the cached at all: then their sum is not the whole of them. */
export const fitsCached = (counts: UsageCounts): boolean => {
  const { left, unsplit } = roomOf(counts);
  return left === unsplit;
};

/** The ways in which cached tokens without their kinds can be split; null: every one of them has its kind. */
export function cachedUnsplitOf(counts: UsageCounts): CachedUnsplit | null {
  const { stated, open, left } = roomOf(counts);
  if (left === 0) return null;
  const all = open.audio + open.text + open.image;
  const bounds = (kind: Modality): Bounds => [
    stated[kind] + Math.max(0, left - (all - open[kind])),
    stated[kind] + Math.min(left, open[kind]),
  ];
  return {
    tokens: left + stated.audio + stated.text + stated.image,
    audio: bounds('audio'),
    text: bounds('text'),
    ...(open.image + stated.image > 0 ? { image: bounds('image') } : {}),
  };
}

/** Kinds by what the cache saves on them, most first: audio is dear and nearly free from the cache, text is cheap. */
const dearestFirst: readonly Modality[] = ['audio', 'image', 'text'];

function withCached(counts: UsageCounts, order: readonly Modality[]): UsageCounts {
  const { stated, open, left } = roomOf(counts);
  const parts: Record<Modality, number> = { ...stated };
  let unsaid = left;
  for (const kind of order) {
    const taken = Math.min(unsaid, open[kind]);
    parts[kind] += taken;
    unsaid -= taken;
  }
  const split = new Map(counts);
  for (const kind of modalities) {
    if (parts[kind] > 0 || counts.has(cachedPath(kind))) split.set(cachedPath(kind), parts[kind]);
  }
  return split.set(cachedTotal, parts.audio + parts.text + parts.image);
}

/**
 * The cheapest and the dearest reading of one report of a response, to be priced as an interval: cached tokens without
 * their kinds are audio as far as they can be, and text as far as they can be. Cached tokens beyond the input they are part
 * of are left out of both. Twice the same object where only one reading is possible.
 * @param reading its `usage` is canonical, as `readUsage` gives it
 */
export function leastAndMost({ usage }: { readonly usage: JsonObject }): {
  readonly least: JsonObject;
  readonly most: JsonObject;
} {
  const counts = countsIn(usage, 'response');
  if (!counts.has(cachedTotal) && !sumOf(counts, modalities.map(cachedPath)).stated)
    return { least: usage, most: usage };
  const withTotal = counts.has(cachedTotal)
    ? counts
    : new Map(counts).set(cachedTotal, sumOf(counts, modalities.map(cachedPath)).sum);
  return {
    least: usageFromCounts(withCached(withTotal, dearestFirst), 'response'),
    most: usageFromCounts(withCached(withTotal, dearestFirst.toReversed()), 'response'),
  };
}
