import type { JsonObject } from '../../json.ts';
import type { SessionView } from '../view.ts';

/** What a guard looks at: an event about to be sent, and the session it would meet. */
export interface GuardCase {
  readonly view: SessionView;
  /** The client event, without its `event_id`. */
  readonly event: JsonObject;
  /** How long the talk key was held for the turn that is to be committed; undefined: no key was used. */
  readonly heldMs?: number;
}

/** Something known to go wrong, told before it is sent. */
export interface Guard {
  readonly id: string;
  /** Type of the client events it looks at. */
  readonly on: string;
  /** What would happen and what to do instead, as whole sentences; null: nothing is known to go wrong. */
  readonly warn: (about: GuardCase) => string | null;
}
