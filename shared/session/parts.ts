import { isJsonObject } from '../json.ts';
import { callHandlers } from './calls/reduce-calls.ts';
import type { LogEntry, Origin } from './entry.ts';
import { openAskHandlers } from './closing/reduce-asks.ts';
import { latencyHandlers } from './latency/reduce-latency.ts';
import { lifeHandlers } from './life/reduce-life.ts';
import type { Handler, PartHandlers } from './part-handlers.ts';
import type { SessionView } from './view.ts';

/** The parts of the view that only some entries touch. A new part is one entry here. */
const parts: readonly PartHandlers[] = [callHandlers, latencyHandlers, lifeHandlers, openAskHandlers];

/** Every part's handlers of one type together: nearly all entries have none, and finding that out is one look. */
const byType = (from: Origin): ReadonlyMap<string, readonly Handler[]> => {
  const types = new Set(parts.flatMap((part) => Object.keys(part[from])));
  return new Map(
    [...types].map((type) => [type, parts.flatMap((part) => (part[from][type] ? [part[from][type]] : []))]),
  );
};

const handlers: Readonly<Record<Origin, ReadonlyMap<string, readonly Handler[]>>> = {
  client: byType('client'),
  server: byType('server'),
  bench: byType('bench'),
};

/** The view after every part has taken one more entry in. */
export function reduceParts(view: SessionView, { from, event }: LogEntry): SessionView {
  if (!isJsonObject(event)) return view;
  const { type } = event;
  const found = typeof type === 'string' ? handlers[from].get(type) : undefined;
  if (found === undefined) return view;
  return found.reduce((next, handler) => handler(next, event), view);
}
