import type { WebSocket } from 'ws';
import { receiveFrame } from './client-events.ts';
import type { Ids } from './ids.ts';
import { armIdleTimeout } from './input/idle-timeout.ts';
import { abandonResponses } from './responses/finish-response.ts';
import { previewShape, readPreviewFrame } from './preview/wire.ts';
import { gaShape } from './wire/shape.ts';
import { Session, type Deployment } from './session.ts';
import type { SessionRequest } from './upgrade/admission.ts';
import { Connection } from './wire/connection.ts';
import { errors } from './wire/errors.ts';

const goingAway = 1001;
const betaDisabled = { code: 4000, reason: 'invalid_request_error.beta_api_shape_disabled' };

/** What the switches do to a session from its beginning. */
function misbehave(session: Session): void {
  const { malformed_frame: malformed, drop_after_ms: dropAfterMs } = session.switches;
  if (malformed) {
    session.connection.sendText('{"type": "session.crea');
    session.send('session.unheard_of', { note: 'No version of the protocol knows this event.' });
  }
  if (dropAfterMs !== undefined) session.timers.after(dropAfterMs, () => session.connection.destroy());
}

/** Speaks the protocol on a socket that has just been opened, until it closes. */
export function openSession(socket: WebSocket, request: SessionRequest, deployment: Deployment, ids: Ids): void {
  // A broken line ends in `close`, which is where the session ends.
  socket.on('error', () => undefined);
  const connection = new Connection(socket, ids, request.preview ? previewShape : gaShape);
  if (request.beta) {
    connection.send('error', { error: { ...errors.betaDisabled(), event_id: null } });
    connection.close(betaDisabled.code, betaDisabled.reason);
    return;
  }
  const session = new Session(request, deployment, ids, connection);
  session.afterResponse = (ended) => armIdleTimeout(session, ended);
  session.send('session.created', { session: session.describe() });
  if (!session.transcribes) {
    session.send('conversation.created', {
      conversation: { id: session.conversation.id, object: 'realtime.conversation' },
    });
  }
  misbehave(session);
  session.timers.after(session.switches.expires_after_ms, () => {
    session.refuse(errors.sessionExpired(), null);
    connection.close(goingAway, 'session_expired');
  });
  const receive = (text: string): void => {
    const read = request.preview ? readPreviewFrame(text) : { ok: true as const, text };
    if (read.ok) receiveFrame(session, read.text);
    else session.refuse(read.error, read.eventId);
  };
  // The default binaryType of a socket of the server hands every message over as one Buffer.
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) session.refuse(errors.badJson('it is a binary frame, and events are text.'), null);
    else receive(data.toString());
  });
  socket.on('close', () => {
    abandonResponses(session);
    session.timers.close();
  });
}
