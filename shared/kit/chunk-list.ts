/**
 * A grow-only list that shares structure: appending or replacing near the end copies one chunk of at most
 * `chunkSize` elements, so a fold over 250,000 entries never copies what has already grown. Plain JSON.
 */
export interface ChunkList<T> {
  readonly length: number;
  readonly chunks: readonly (readonly T[])[];
}

export const chunkSize = 32;

const empty: ChunkList<never> = { length: 0, chunks: [] };
export const emptyList = <T>(): ChunkList<T> => empty;

export function append<T>(list: ChunkList<T>, value: T): ChunkList<T> {
  const last = list.chunks.at(-1);
  const chunks =
    last === undefined || last.length === chunkSize
      ? [...list.chunks, [value]]
      : [...list.chunks.slice(0, -1), [...last, value]];
  return { length: list.length + 1, chunks };
}

/** The element at `index`, or undefined outside 0..length-1. Every chunk but the last is full, so this is arithmetic. */
export function at<T>(list: ChunkList<T>, index: number): T | undefined {
  if (index < 0 || index >= list.length) return undefined;
  return list.chunks[Math.floor(index / chunkSize)]?.[index % chunkSize];
}

export const last = <T>(list: ChunkList<T>): T | undefined => at(list, list.length - 1);

/** The list with the element at `index` replaced; the list itself when the index is outside it. */
export function replace<T>(list: ChunkList<T>, index: number, value: T): ChunkList<T> {
  const chunkIndex = Math.floor(index / chunkSize);
  const chunk = list.chunks[chunkIndex];
  if (chunk === undefined || index < 0 || index >= list.length) return list;
  return {
    length: list.length,
    chunks: list.chunks.with(chunkIndex, chunk.with(index % chunkSize, value)),
  };
}

/** The list with a value put before the element at `index`. Copies what follows: for the rare case, not for growing. */
export function insert<T>(list: ChunkList<T>, index: number, value: T): ChunkList<T> {
  if (index >= list.length) return append(list, value);
  const from = Math.floor(index / chunkSize);
  const tail = list.chunks
    .slice(from)
    .flat()
    .toSpliced(index % chunkSize, 0, value);
  const rest = Array.from({ length: Math.ceil(tail.length / chunkSize) }, (_, chunk) =>
    tail.slice(chunk * chunkSize, (chunk + 1) * chunkSize),
  );
  return { length: list.length + 1, chunks: [...list.chunks.slice(0, from), ...rest] };
}

/** Index of the last element that passes, or -1. Looks from the end, where a live session's events point. */
export function findLastIndex<T>(list: ChunkList<T>, passes: (value: T) => boolean): number {
  for (let number = list.chunks.length - 1; number >= 0; number -= 1) {
    const inside = list.chunks[number]?.findLastIndex((value) => passes(value)) ?? -1;
    if (inside >= 0) return number * chunkSize + inside;
  }
  return -1;
}

/** The last element that passes, or undefined. */
export const findLast = <T>(list: ChunkList<T>, passes: (value: T) => boolean): T | undefined =>
  at(list, findLastIndex(list, passes));

/** The list with the last element that passes changed; the list itself when none passes. */
export function replaceLast<T>(
  list: ChunkList<T>,
  passes: (value: T) => boolean,
  change: (value: T) => T,
): ChunkList<T> {
  const index = findLastIndex(list, passes);
  const found = at(list, index);
  return found === undefined ? list : replace(list, index, change(found));
}

export function* values<T>(list: ChunkList<T>): Generator<T> {
  for (const chunk of list.chunks) yield* chunk;
}

export const toArray = <T>(list: ChunkList<T>): T[] => list.chunks.flat();
