import type { Session } from '../session.ts';
import { errors } from '../wire/errors.ts';
import { finishResponse } from './finish-response.ts';

/** `response.cancel`: without an id the conversation's response, never an out-of-band one. */
export function cancelResponse(session: Session, responseId: string | undefined, eventId: string | null): void {
  const running = responseId === undefined ? session.active : session.responses.get(responseId);
  if (running === undefined) return session.refuse(errors.nothingToCancel(), eventId);
  finishResponse(session, running, { status: 'cancelled', reason: 'client_cancelled' });
}

/** Someone began to speak: the conversation's response stops. */
export function interruptResponse(session: Session): void {
  const running = session.active;
  if (running !== undefined) finishResponse(session, running, { status: 'cancelled', reason: 'turn_detected' });
}
