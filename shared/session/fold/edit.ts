import { append, at, findLastIndex, insert, replace, replaceLast } from '../../kit/chunk-list.ts';
import type { JsonObject } from '../../kit/json.ts';
import type { AlarmView, ItemView, MarkView, ResponseView, SessionView } from '../view.ts';
import type { Alarm, Moments, Said } from './alarm-terms.ts';
import { alarms } from './alarms.ts';

/** What one event makes of the view. */
export type Handler<Event = JsonObject> = (view: SessionView, event: Event) => SessionView;

/** A change to one element: the fields that differ. */
type Change<T> = Partial<T> | ((value: T) => Partial<T>);

const apply = <T>(value: T, change: Change<T>): T => ({
  ...value,
  ...(typeof change === 'function' ? change(value) : change),
});

/** The view with the response `id` changed; unchanged when there is none. */
export function editResponse(view: SessionView, id: string, change: Change<ResponseView>): SessionView {
  const responses = replaceLast(
    view.responses,
    (response) => response.id === id,
    (response) => apply(response, change),
  );
  return responses === view.responses ? view : { ...view, responses };
}

const newItem = (id: string, startMs: number, addedSeq: number): ItemView => ({
  id,
  role: 'user',
  kind: 'message',
  phase: null,
  responseId: null,
  startMs,
  doneMs: null,
  committedMs: null,
  text: '',
  medium: 'audio',
  audioMs: 0,
  playedMs: null,
  interrupted: false,
  images: 0,
  deletedMs: null,
  transcription: null,
  textTokens: null,
  transcriptRuns: 0,
  runOpen: false,
  unfinished: false,
  addedSeq,
  inConversation: true,
  deletedSeq: null,
  truncated: null,
});

/** The view with the item `id` changed; unchanged when there is none. */
export function editItem(view: SessionView, id: string, change: Change<ItemView>): SessionView {
  const items = replaceLast(
    view.items,
    (item) => item.id === id,
    (item) => apply(item, change),
  );
  return items === view.items ? view : { ...view, items };
}

/**
 * As `editItem`, making the item first when the service has not mentioned it before.
 * @param afterId the item it stands behind; at the end when that is null or unknown
 */
export function upsertItem(
  view: SessionView,
  id: string,
  startMs: number,
  change: Change<ItemView>,
  afterId: string | null = null,
): SessionView {
  const edited = editItem(view, id, change);
  if (edited !== view) return edited;
  const item = apply(newItem(id, startMs, view.seq), change);
  const after = afterId === null ? -1 : findLastIndex(view.items, (have) => have.id === afterId);
  if (after < 0 || after === view.items.length - 1) return { ...view, items: append(view.items, item) };
  return { ...view, items: insert(view.items, after + 1, item) };
}

/** The view with one more tick on the time axis. */
export const mark = (view: SessionView, kind: MarkView['kind'], text: string): SessionView => ({
  ...view,
  marks: append(view.marks, { t: view.t, seq: view.seq, kind, text }),
});

/** The view with one alarm more. The same cause twice (same kind and title) is the same alarm, counted. */
function withAlarm(view: SessionView, level: AlarmView['level'], kind: string, { title, text }: Said): SessionView {
  const index = findLastIndex(view.alarms, (have) => have.kind === kind && have.title === title);
  const count = (at(view.alarms, index)?.count ?? 0) + 1;
  const said = typeof text === 'string' ? text : text(count);
  const dated: AlarmView = { level, kind, title, text: said, seq: view.seq, t: view.t, count };
  return { ...view, alarms: index < 0 ? append(view.alarms, dated) : replace(view.alarms, index, dated) };
}

/** The view with what these entries of the table have to say, dated by the entry of the log being folded. */
export function raised<About>(view: SessionView, entries: readonly Alarm<About>[], about: About): SessionView {
  let next = view;
  for (const { id, kind, level, say } of entries) {
    const said = say(view, about);
    if (said === null) continue;
    next = withAlarm(next, typeof level === 'string' ? level : level(about), kind?.(about) ?? id, said);
  }
  return next;
}

/** The view with whatever there is to warn of at this moment. */
export const raise = <Moment extends keyof Moments>(
  view: SessionView,
  moment: Moment,
  about: Moments[Moment],
): SessionView => raised(view, alarms.moments[moment], about);
