import { type ChunkList, chunkSize, emptyList, last } from '../../../shared/kit/chunk-list.ts';
import {
  itemOf,
  type MarkView,
  type PlaybackView,
  type ResponseView,
  type SessionView,
  type SpeechView,
} from '../../../shared/session/view.ts';
import type { UsageBasis } from '../../../shared/usage/expected.ts';

/** What the time axis shows of a stretch of speech. */
export type AxisSpeech = Pick<SpeechView, 'itemId' | 'startMs' | 'endMs'>;

/** What it shows of a response. */
export interface AxisResponse extends Pick<
  ResponseView,
  'id' | 'number' | 'status' | 'createdMs' | 'doneMs' | 'doneSeq'
> {
  readonly basis: UsageBasis;
  /** The first item it made; null: none yet. */
  readonly itemId: string | null;
}

/** What it shows of a stretch of playback. */
export type AxisPlayback = Pick<PlaybackView, 'startMs' | 'endMs' | 'playedMs' | 'receivedMs' | 'why'>;

interface AxisLists {
  readonly speech: AxisSpeech;
  readonly responses: AxisResponse;
  readonly playback: AxisPlayback;
  readonly marks: MarkView;
}
type ListName = keyof AxisLists;

/** A session as the time axis shows it: little, and plain, so that it goes to where it is drawn in small messages. */
export type AxisView = { readonly [L in ListName]: ChunkList<AxisLists[L]> } & {
  /** Milliseconds of audio that came of what is played now; 0 where nothing is. */
  readonly comingMs: number;
};

export const emptyAxis: AxisView = {
  speech: emptyList(),
  responses: emptyList(),
  playback: emptyList(),
  marks: emptyList(),
  comingMs: 0,
};

type SessionLists = Pick<SessionView, ListName | 'items'>;

const isSame = <T extends object>(one: T, other: T): boolean => {
  const [members, others] = [Object.entries(one), new Map<string, unknown>(Object.entries(other))];
  return members.length === others.size && members.every(([name, value]) => Object.is(others.get(name), value));
};

/** The list of what is shown; a chunk in which nothing of that changed is the one it was. */
function shownList<From, To extends object>(
  list: ChunkList<From>,
  before: { readonly list: ChunkList<From>; readonly shown: ChunkList<To> } | null,
  show: (value: From) => To,
): ChunkList<To> {
  if (list === before?.list) return before.shown;
  const chunks = list.chunks.map((chunk, number) => {
    const old = before?.shown.chunks[number];
    if (old !== undefined && chunk === before?.list.chunks[number]) return old;
    const shown = chunk.map(show);
    const isOld = old?.length === shown.length && shown.every((value, at) => isSame(value, old[at] ?? {}));
    return isOld ? old : shown;
  });
  const same = before?.shown.length === list.length && chunks.every((chunk, at) => chunk === before.shown.chunks[at]);
  return same ? before.shown : { length: list.length, chunks };
}

/** A view, and what the axis shows of it. */
export interface Shown {
  readonly of: SessionLists;
  readonly axis: AxisView;
}

/** @param before of the same session a moment ago: what has not changed since keeps its identity */
export function shownOf(view: SessionLists, before: Shown | null): Shown {
  const listsOf = <From, To extends object>(
    from: (lists: SessionLists) => ChunkList<From>,
    to: (axis: AxisView) => ChunkList<To>,
    show: (value: From) => To,
  ) => shownList(from(view), before === null ? null : { list: from(before.of), shown: to(before.axis) }, show);
  const running = last(view.playback);
  const axis: AxisView = {
    speech: listsOf(
      ({ speech }) => speech,
      ({ speech }) => speech,
      ({ itemId, startMs, endMs }) => ({ itemId, startMs, endMs }),
    ),
    responses: listsOf(
      ({ responses }) => responses,
      ({ responses }) => responses,
      ({ id, number, status, createdMs, doneMs, doneSeq, expected, itemIds }) => ({
        id,
        number,
        status,
        createdMs,
        doneMs,
        doneSeq,
        basis: expected.basis,
        itemId: itemIds[0] ?? null,
      }),
    ),
    playback: listsOf(
      ({ playback }) => playback,
      ({ playback }) => playback,
      ({ startMs, endMs, playedMs, receivedMs, why }) => ({ startMs, endMs, playedMs, receivedMs, why }),
    ),
    marks: listsOf(
      ({ marks }) => marks,
      ({ marks }) => marks,
      (mark) => mark,
    ),
    comingMs: running === undefined || running.endMs !== null ? 0 : (itemOf(view, running.itemId)?.audioMs ?? 0),
  };
  const names: readonly (keyof AxisView)[] = ['speech', 'responses', 'playback', 'marks', 'comingMs'];
  const same = before !== null && names.every((name) => axis[name] === before.axis[name]);
  return { of: view, axis: same ? before.axis : axis };
}

/** How a list grew: its length now, and the chunks that are others than they were. */
export interface ListNews<T> {
  readonly length: number;
  readonly chunks: readonly (readonly [number: number, chunk: readonly T[]])[];
}

/** What changed on the axis; what is left out did not. */
export type AxisNews = { readonly [L in ListName]?: ListNews<AxisLists[L]> } & { readonly comingMs?: number };

function newsOfList<T>(before: ChunkList<T>, after: ChunkList<T>): ListNews<T> {
  const chunks = after.chunks.flatMap((chunk, number) =>
    chunk === before.chunks[number] ? [] : [[number, chunk] as const],
  );
  return { length: after.length, chunks };
}

/** What leads from one view to a later one; null: nothing changed. */
export function axisNews(before: AxisView, after: AxisView): AxisNews | null {
  if (before === after) return null;
  return {
    ...(before.speech !== after.speech && { speech: newsOfList(before.speech, after.speech) }),
    ...(before.responses !== after.responses && { responses: newsOfList(before.responses, after.responses) }),
    ...(before.playback !== after.playback && { playback: newsOfList(before.playback, after.playback) }),
    ...(before.marks !== after.marks && { marks: newsOfList(before.marks, after.marks) }),
    ...(before.comingMs !== after.comingMs && { comingMs: after.comingMs }),
  };
}

function withListNews<T>(list: ChunkList<T>, news: ListNews<T> | undefined): ChunkList<T> {
  if (news === undefined) return list;
  const chunks = list.chunks.slice(0, Math.ceil(news.length / chunkSize));
  for (const [number, chunk] of news.chunks) chunks[number] = chunk;
  return { length: news.length, chunks };
}

/** The later view, from the one that the news were made against. */
export const withNews = (axis: AxisView, news: AxisNews): AxisView => ({
  speech: withListNews(axis.speech, news.speech),
  responses: withListNews(axis.responses, news.responses),
  playback: withListNews(axis.playback, news.playback),
  marks: withListNews(axis.marks, news.marks),
  comingMs: news.comingMs ?? axis.comingMs,
});
