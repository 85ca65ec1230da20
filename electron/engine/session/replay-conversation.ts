import type { JsonObject } from '../../../shared/json.ts';
import { createItem } from '../../../shared/protocol/client-events/conversation.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import { replayedId, type ReplayPlan } from '../../../shared/session/reconnect/replay.ts';

/** An earlier session that this one goes on with, and what of its conversation is put back. */
export interface Continuation {
  readonly sessionId: string;
  /** Null: a fresh conversation. */
  readonly plan: ReplayPlan | null;
}

/** Puts the conversation of an earlier session into this one, item by item, before anything is said. */
export function replayConversation(
  { sessionId, plan }: Continuation,
  send: (event: JsonObject) => void,
  bench: (event: BenchEvent) => void,
): void {
  const items = plan?.items ?? [];
  bench({ type: 'bench.continued', sessionId, items: items.length, losses: [...(plan?.losses ?? [])] });
  for (const [index, item] of items.entries()) {
    const event = createItem(item);
    send({ ...event, item: { id: replayedId(index), ...event.item } });
  }
}
