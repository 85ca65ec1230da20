import type { RealtimeClientEvent, ResponseCreateEventWithReferencesParam } from 'openai/resources/realtime/realtime';
import type * as clientEvents from '../../shared/protocol/client-events.ts';
import type { ClientEventType } from '../../shared/protocol/events.ts';

/*
 * Proof by the compiler that every client event the bench builds is one of the official package's. `session.update` is
 * built from the table of options, which `session-options.ts` holds against the package's session. Nothing here runs.
 */

/** The package types a response that reads items by reference apart from the others. */
type Official = RealtimeClientEvent | ResponseCreateEventWithReferencesParam;

type Result<F> = F extends (...args: never[]) => infer R ? R : never;
type Built<M> = { [K in keyof M]: Result<M[K]> }[keyof M];

type Events = Built<typeof clientEvents>;
/** Builders that the engine sends without one: audio as it comes, options from their table. */
type Append = { type: 'input_audio_buffer.append'; audio: string; event_id: string };

type Failing<E> = E extends Official ? never : E;
type None<T extends never> = T;
export type EveryEventIsOfficial = None<Failing<Events | Append>>;

/** Every type the bench knows to send is one that the package knows, and the other way round. */
export type NoTypeOfOurOwn = None<Exclude<ClientEventType, RealtimeClientEvent['type']>>;
export type NoTypeMissing = None<Exclude<RealtimeClientEvent['type'], ClientEventType>>;

/** The proof itself can fail: an event with a member of the wrong type is found. */
type Planted =
  { type: 'conversation.item.delete'; item_id: number } | { type: 'response.cancelled'; response_id: string };
export const found: Record<Failing<Planted>['type'], true> = {
  'conversation.item.delete': true,
  'response.cancelled': true,
};
