import { asObject, type JsonObject } from '../json.ts';
import type { Dialect } from './dialects/dialect.ts';
import { clientEventOnWire } from './dialects/to-wire.ts';
import { asTranscriptionSession } from './transcription-session.ts';

/** What a connection takes; a record's header holds it, and leaves out what older records did not know. */
export interface Wire {
  readonly dialect?: Dialect;
  readonly intent?: 'conversation' | 'transcription';
}

/** A client event of the GA conversation as it goes out on this wire. */
export function outgoing({ dialect = 'ga', intent = 'conversation' }: Wire, event: JsonObject): JsonObject {
  const session = asObject(event['session']);
  const fitting =
    intent === 'transcription' && event['type'] === 'session.update' && session !== undefined
      ? { ...event, session: asTranscriptionSession(session) }
      : event;
  return clientEventOnWire(dialect, fitting);
}
