import { isDeepStrictEqual } from 'node:util';
import { isJsonObject } from '../../shared/kit/json.ts';
import type { PriceBook } from '../../shared/pricing/price-book.ts';
import type { LogEntry, SessionHeader } from '../../shared/session/entry.ts';
import { emptySession } from '../../shared/session/fold/fold.ts';
import type { SessionView } from '../../shared/session/view.ts';
import { errorName, parting, trace, type Fault } from './fault.ts';
import { readAll } from './readers.ts';
import { step } from './step.ts';

/** A view as a file gives it back. */
const filed = (view: SessionView): SessionView => JSON.parse(JSON.stringify(view)) as SessionView;

export interface FoldCase {
  readonly header: SessionHeader;
  readonly entries: readonly LogEntry[];
  /** After so many entries the view goes to a file and back. */
  readonly cut: number;
  readonly book: PriceBook;
}

/** A window is drawn anew while entries come: after so many of them the view is read once more. */
const readEvery = 16;

/** The fold of a log. `between`: what is done about the view after so many entries. */
function folded(
  { header, entries }: FoldCase,
  between: (view: SessionView, count: number) => SessionView,
  faults: Fault[],
): SessionView {
  let view = emptySession(header);
  for (const [n, entry] of entries.entries()) {
    view = between(view, n);
    const done = step(view, entry);
    view = done.view;
    if (done.fault !== null) faults.push(done.fault);
  }
  return view;
}

/** What is wrong with the fold of a log, with going on from a checkpoint of it, and with whatever reads its view. */
export function foldFaults(of: FoldCase): Fault[] {
  const { entries, cut, book } = of;
  const faults: Fault[] = [];
  const look = (view: SessionView, end: number): SessionView => {
    for (const { reader, error } of readAll({ view, entries: entries.slice(0, end), book })) {
      faults.push({ what: `${reader} threw ${errorName(error)}`, detail: trace(error) });
    }
    return view;
  };
  const whole = folded(of, (view) => view, faults);
  const resumed = folded(of, (view, count) => (count === cut ? filed(view) : view), []);
  const looked = folded(of, (view, count) => (count % readEvery === cut % readEvery ? look(view, count) : view), []);
  look(whole, entries.length);
  for (const [what, other] of [
    ['going on from a checkpoint gives another view', resumed],
    ['looking at a view changes what becomes of it', looked],
  ] as const) {
    if (isDeepStrictEqual(filed(other), filed(whole))) continue;
    faults.push({ what, detail: parting(inOrder(filed(other)), inOrder(filed(whole))) });
  }
  return faults;
}

/** JSON with the members of every object by name: two views that say the same are the same text. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_key, inside: unknown) =>
    isJsonObject(inside) ? Object.fromEntries(Object.entries(inside).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inside,
  );
