import { wireItem, type FunctionItem } from '../conversation/item.ts';
import type { Session } from '../session.ts';
import type { CallPlan } from './plan.ts';
import type { RunningResponse } from './running.ts';

/** Arguments stream in pieces, as text does. */
const pieceCharacters = 12;

/** Calls a function: the item with its arguments. */
export function sendCall(session: Session, running: RunningResponse, call: CallPlan): void {
  const callId = session.ids.named('call');
  const item: FunctionItem = {
    type: 'function_call',
    id: session.ids.named('item'),
    status: 'completed',
    members: { name: call.name, call_id: callId, arguments: call.arguments },
    written: running.written,
  };
  running.written.itemIds.push(item.id);
  const outputIndex = running.outputs.push({ plan: null, item }) - 1;
  const begun = { ...wireItem(item), status: 'in_progress', arguments: '' };
  const place = { response_id: running.id, item_id: item.id, output_index: outputIndex, call_id: callId };
  session.send('response.output_item.added', { response_id: running.id, output_index: outputIndex, item: begun });
  const previous = running.settings.inConversation ? (session.conversation.add(item) ?? null) : null;
  if (running.settings.inConversation) {
    session.send('conversation.item.added', { previous_item_id: previous, item: begun });
  }
  for (let at = 0; at < call.arguments.length; at += pieceCharacters) {
    const delta = call.arguments.slice(at, at + pieceCharacters);
    session.send('response.function_call_arguments.delta', { ...place, delta });
  }
  session.send('response.function_call_arguments.done', { ...place, name: call.name, arguments: call.arguments });
  if (running.settings.inConversation) {
    session.send('conversation.item.done', { previous_item_id: previous, item: wireItem(item) });
  }
  session.send('response.output_item.done', {
    response_id: running.id,
    output_index: outputIndex,
    item: wireItem(item),
  });
}
