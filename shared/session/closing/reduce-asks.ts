import { asString, atPath, type JsonObject } from '../../json.ts';
import type { PartHandlers } from '../part-handlers.ts';
import type { SessionView } from '../view.ts';

const asked = (view: SessionView, event: JsonObject): SessionView => ({
  ...view,
  awaited: { eventId: asString(event['event_id']) ?? '', t: view.t },
});

const begun = (view: SessionView): SessionView => (view.awaited === null ? view : { ...view, awaited: null });

const refused = (view: SessionView, event: JsonObject): SessionView =>
  view.awaited !== null && asString(atPath(event, 'error.event_id')) === view.awaited.eventId ? begun(view) : view;

/** A response the bench asked for: open from the asking on, though the service has not said so yet. */
export const openAskHandlers: PartHandlers = {
  client: { 'response.create': asked },
  server: { 'response.created': begun, error: refused },
  bench: {},
};
