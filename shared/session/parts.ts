import { isJsonObject, type Json } from '../json.ts';
import type { BenchEvent } from './bench-events.ts';
import { callHandlers } from './calls/reduce-calls.ts';
import { openAskHandlers } from './closing/reduce-asks.ts';
import { latencyHandlers } from './latency/reduce-latency.ts';
import { lifeHandlers } from './life/reduce-life.ts';
import type { Handler, PartHandlers } from './part-handlers.ts';
import type { SessionView } from './view.ts';

/** The parts of the view that only some entries touch. A new part is one entry here. */
const parts: readonly PartHandlers[] = [callHandlers, latencyHandlers, lifeHandlers, openAskHandlers];

/** Every part's handlers of one type together: nearly all entries have none, and finding that out is one look. */
const byType = (from: 'client' | 'server'): ReadonlyMap<string, readonly Handler[]> => {
  const all = new Map<string, Handler[]>();
  for (const part of parts) {
    for (const [type, handler] of Object.entries(part[from])) all.set(type, [...(all.get(type) ?? []), handler]);
  }
  return all;
};

const frameHandlers = { client: byType('client'), server: byType('server') } as const;

/** The view after every part has taken a frame in. */
export function frameInParts(view: SessionView, from: 'client' | 'server', event: Json): SessionView {
  const type = isJsonObject(event) ? event['type'] : undefined;
  const found = typeof type === 'string' ? frameHandlers[from].get(type) : undefined;
  return found === undefined || !isJsonObject(event)
    ? view
    : found.reduce((next, handler) => handler(next, event), view);
}

/** The view after every part has taken in what the bench wrote about itself. */
export function benchInParts<T extends BenchEvent['type']>(
  view: SessionView,
  event: Extract<BenchEvent, { type: T }>,
): SessionView {
  const type: T = event.type;
  return parts.reduce((next, part) => part.bench[type]?.(next, event) ?? next, view);
}
