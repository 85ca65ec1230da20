import { append, at, findLastIndex, replace } from './chunk-list.ts';
import type { AlarmView, ItemView, MarkView, ResponseView, SessionView } from './view.ts';

/** A change to one element: the fields that differ. */
type Change<T> = Partial<T> | ((value: T) => Partial<T>);

const apply = <T>(value: T, change: Change<T>): T => ({
  ...value,
  ...(typeof change === 'function' ? change(value) : change),
});

/** The view with the response `id` changed; unchanged when there is none. */
export function editResponse(view: SessionView, id: string, change: Change<ResponseView>): SessionView {
  const index = findLastIndex(view.responses, (response) => response.id === id);
  const response = at(view.responses, index);
  return response === undefined
    ? view
    : { ...view, responses: replace(view.responses, index, apply(response, change)) };
}

const newItem = (id: string, startMs: number): ItemView => ({
  id,
  role: 'user',
  kind: 'message',
  responseId: null,
  startMs,
  doneMs: null,
  text: '',
  medium: 'audio',
  audioMs: 0,
  playedMs: null,
  interrupted: false,
  images: 0,
  deletedMs: null,
  transcription: null,
  textTokens: null,
});

/** The view with the item `id` changed; unchanged when there is none. */
export function editItem(view: SessionView, id: string, change: Change<ItemView>): SessionView {
  const index = findLastIndex(view.items, (item) => item.id === id);
  const item = at(view.items, index);
  return item === undefined ? view : { ...view, items: replace(view.items, index, apply(item, change)) };
}

/** As `editItem`, making the item first when the service has not mentioned it before. */
export function upsertItem(view: SessionView, id: string, startMs: number, change: Change<ItemView>): SessionView {
  const known = findLastIndex(view.items, (item) => item.id === id) >= 0;
  return known
    ? editItem(view, id, change)
    : { ...view, items: append(view.items, apply(newItem(id, startMs), change)) };
}

/** The view with one more tick on the time axis. */
export const mark = (view: SessionView, kind: MarkView['kind'], text: string): SessionView => ({
  ...view,
  marks: append(view.marks, { t: view.t, seq: view.seq, kind, text }),
});

/** The view with one more alarm or notice, dated by the entry being folded. */
export const alarm = (view: SessionView, raised: Omit<AlarmView, 'seq' | 't'>): SessionView => ({
  ...view,
  alarms: append(view.alarms, { seq: view.seq, t: view.t, ...raised }),
});
