import { isJsonObject } from '../../shared/kit/json.ts';
import { readServerValue } from '../../shared/protocol/events.ts';
import { last } from '../../shared/kit/chunk-list.ts';
import type { LogEntry } from '../../shared/session/entry.ts';
import { readBenchEvent } from '../../shared/session/bench-events.ts';
import { reduceSession } from '../../shared/session/fold/fold.ts';
import type { SessionView } from '../../shared/session/view.ts';
import { errorName, trace, type Fault } from './fault.ts';

/** Whether the fold left this entry out though nothing is wrong with the form of it: then it threw, and caught itself. */
function gaveUp(before: SessionView, after: SessionView, entry: LogEntry): boolean {
  const newest = last(after.alarms);
  if (newest?.kind !== 'left-out' || newest === last(before.alarms)) return false;
  switch (entry.from) {
    case 'bench':
      return readBenchEvent(entry.event).kind === 'read';
    case 'server':
      return readServerValue(entry.event) !== null;
    case 'client':
      return true;
  }
}

/** One step of the fold, with what is wrong about it. */
export function step(view: SessionView, entry: LogEntry): { readonly view: SessionView; readonly fault: Fault | null } {
  const about = (): string => JSON.stringify(entry.event).slice(0, 600);
  const kind = (): string => (isJsonObject(entry.event) ? JSON.stringify(entry.event['type']) : 'no event');
  try {
    const next = reduceSession(view, entry);
    if (typeof next !== 'object' || next === null || next.seq !== entry.seq) {
      return { view, fault: { what: `the fold gave no view for ${kind()}`, detail: about() } };
    }
    return {
      view: next,
      fault: gaveUp(view, next, entry) ? { what: `the fold gave up on ${kind()}`, detail: about() } : null,
    };
  } catch (error) {
    const fell = error as Error;
    return { view, fault: { what: `the fold threw ${errorName(fell)}`, detail: `${about()}\n${trace(fell)}` } };
  }
}
