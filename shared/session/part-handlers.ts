import type { JsonObject } from '../json.ts';
import type { BenchEvent } from './bench-events.ts';
import type { SessionView } from './view.ts';

/** What one event makes of the view. */
export type Handler = (view: SessionView, event: JsonObject) => SessionView;

/** What one part of the view makes of entries, by their origin and type. Runs after the view itself has taken them in. */
export interface PartHandlers {
  readonly client: Readonly<Record<string, Handler>>;
  readonly server: Readonly<Record<string, Handler>>;
  readonly bench: {
    readonly [T in BenchEvent['type']]?: (view: SessionView, event: Extract<BenchEvent, { type: T }>) => SessionView;
  };
}
