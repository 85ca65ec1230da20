import { asObject, asString, isJsonObject, type JsonObject, readJson } from '../../../shared/kit/json.ts';
import type { ClientEventType } from '../../../shared/protocol/events.ts';
import { previewFields, responseFields } from '../config/session-schema.ts';
import { applyUpdate } from '../config/session-update.ts';
import { anyObject, type Fields, integer, nullable, object, required, text } from '../wire/checks.ts';
import { errors } from '../wire/errors.ts';
import { createItem, deleteItem, inputEntryCheck, itemCheck, retrieveItem, truncateItem } from './item-events.ts';
import { cancelResponse, startResponse } from './response-events.ts';
import type { Session } from './session-state.ts';
import { appendAudio, clearBuffer, commitByHand, inputConfigured } from './turns.ts';

interface ClientEvent {
  /** Members beside `type` and `event_id`. */
  readonly fields: Fields | ((session: Session) => Fields);
  /** Called with an event whose shape has been checked. */
  handle(session: Session, event: JsonObject, eventId: string | null): void;
}

const itemId = { item_id: required(text) };

const checkResponse = object(responseFields(inputEntryCheck));
const checkPreviewResponse = object({ ...responseFields(inputEntryCheck), ...previewFields });

/** Every event a client may send. A new one is one entry. */
const clientEvents: Readonly<Record<ClientEventType, ClientEvent>> = {
  'session.update': {
    fields: { session: required(anyObject) },
    handle: (session, event, eventId) => {
      const before = session.config;
      const { model, family, hasSpoken, transcribes, preview, switches } = session;
      const responding = session.active !== undefined;
      const context = { model, family, hasSpoken, transcribes, preview, responding, switches };
      const update = applyUpdate(before, asObject(event['session']) ?? {}, context);
      if (!update.ok) return session.refuse(update.error, eventId);
      session.config = update.config;
      inputConfigured(session, before);
      session.send('session.updated', { session: session.describe() });
    },
  },
  'input_audio_buffer.append': {
    fields: { audio: required(text) },
    handle: (session, event, eventId) => appendAudio(session, asString(event['audio']) ?? '', eventId),
  },
  'input_audio_buffer.commit': { fields: {}, handle: (session, _event, eventId) => commitByHand(session, eventId) },
  'input_audio_buffer.clear': { fields: {}, handle: clearBuffer },
  'conversation.item.create': {
    fields: { item: required(itemCheck), previous_item_id: nullable(text) },
    handle: createItem,
  },
  'conversation.item.retrieve': { fields: itemId, handle: retrieveItem },
  'conversation.item.truncate': {
    fields: { ...itemId, content_index: required(integer(0, 0)), audio_end_ms: required(integer(0, 3_600_000)) },
    handle: truncateItem,
  },
  'conversation.item.delete': { fields: itemId, handle: deleteItem },
  'response.create': {
    fields: ({ preview }) => ({ response: nullable(preview ? checkPreviewResponse : checkResponse) }),
    handle: (session, event, eventId) => startResponse(session, asObject(event['response']) ?? {}, eventId),
  },
  'response.cancel': {
    fields: { response_id: text },
    handle: (session, event, eventId) => cancelResponse(session, asString(event['response_id']), eventId),
  },
  'output_audio_buffer.clear': {
    fields: {},
    handle: (session, _event, eventId) =>
      session.refuse(
        errors.notAllowed(
          'type',
          'output_audio_buffer.clear is for WebRTC and SIP; over a WebSocket the client plays.',
        ),
        eventId,
      ),
  },
};

const isClientEvent = (type: string): type is ClientEventType => Object.hasOwn(clientEvents, type);

/** Takes one frame from the client. Whatever is wrong with it is answered with an error event that names it. */
export function receiveFrame(session: Session, frame: string): void {
  const parsed = readJson(frame);
  if (!parsed.ok) return session.refuse(errors.badJson(`it ${parsed.problem}.`), null);
  const event = parsed.value;
  if (!isJsonObject(event)) return session.refuse(errors.notAnObject(event), null);
  const eventId = asString(event['event_id']) ?? null;
  const type = event['type'];
  if (type === undefined) return session.refuse(errors.missing('type'), eventId);
  if (typeof type !== 'string') return session.refuse(errors.wrongType('type', 'a string', type), eventId);
  if (!isClientEvent(type))
    return session.refuse(errors.notSupported('type', type, Object.keys(clientEvents)), eventId);
  const known = clientEvents[type];
  const fields = typeof known.fields === 'function' ? known.fields(session) : known.fields;
  const wrong = object({ type: text, event_id: text, ...fields })(event, '');
  if (wrong !== null) return session.refuse(wrong, eventId);
  known.handle(session, event, eventId);
}
