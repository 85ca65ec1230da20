import type { JsonObject } from '../json.ts';
import type { Origin } from './entry.ts';
import type { SessionView } from './view.ts';

/** What one event makes of the view. */
export type Handler = (view: SessionView, event: JsonObject) => SessionView;

/** What one part of the view makes of entries, by their origin and type. Runs after the view itself has taken them in. */
export type PartHandlers = Readonly<Record<Origin, Readonly<Record<string, Handler | undefined>>>>;
