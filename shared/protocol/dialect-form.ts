import type { Json, JsonObject } from '../kit/json.ts';

/**
 * How events are named and shaped on one wire, whole. Everything but the engine's two ends and the readers of a record speaks
 * GA only, so each is a translation from and to that.
 */
export interface DialectForm {
  readonly id: string;
  /** For people, in the middle of a sentence. */
  readonly label: string;
  /** A server event as GA would have sent it. Pure and total: what it does not know, and what is GA already, passes through. */
  serverInGa(event: Json): Json;
  /** A client event as GA would have sent it, for whoever reads a record. */
  clientInGa(event: Json): Json;
  /**
   * A GA client event as it goes on the wire. What there is no name for is sent as it is: the service then says what it thinks
   * of it, and the record shows both.
   */
  clientOnWire(event: JsonObject): JsonObject;
  /** Whether no other dialect has a server event of this name. */
  ownEvent(type: string): boolean;
  /** Members of a session object, by name, that no other dialect has there. */
  readonly ownMembers: readonly string[];
  /** Whether a session object is of this form and of no other. */
  ownSession(session: JsonObject): boolean;
  /** The GA name of an event, as it stands on this wire or on that of GA. */
  gaName(type: string): string;
}

export const hasMember = (object: JsonObject, names: readonly string[]): boolean =>
  names.some((name) => Object.hasOwn(object, name));
