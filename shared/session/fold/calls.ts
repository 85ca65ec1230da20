import { append, at, findLastIndex, replace } from '../../kit/chunk-list.ts';
import { asObject, asString, atPath, type JsonObject } from '../../kit/json.ts';
import type { BenchEvent } from '../bench-events.ts';
import type { CallView, SessionView } from '../view.ts';
import type { PartHandlers } from './edit.ts';

function edit(view: SessionView, fits: (call: CallView) => boolean, change: Partial<CallView>): SessionView {
  const index = findLastIndex(view.calls, fits);
  const call = at(view.calls, index);
  return call === undefined ? view : { ...view, calls: replace(view.calls, index, { ...call, ...change }) };
}

function added(view: SessionView, event: JsonObject): SessionView {
  const item = asObject(event['item']) ?? {};
  const itemId = asString(item['id']);
  if (item['type'] !== 'function_call' || itemId === undefined) return view;
  if (findLastIndex(view.calls, (call) => call.itemId === itemId) >= 0) return view;
  return {
    ...view,
    calls: append(view.calls, {
      itemId,
      callId: asString(item['call_id']) ?? itemId,
      name: asString(item['name']) ?? 'unnamed',
      arguments: asString(item['arguments']) ?? '',
      responseId: asString(event['response_id']) ?? null,
      status: 'writing',
      output: null,
      answeredBy: null,
    }),
  };
}

/** The item as a whole, which is also all that comes when the service did not stream it. */
function done(view: SessionView, event: JsonObject): SessionView {
  const item = asObject(event['item']) ?? {};
  if (item['type'] !== 'function_call') return view;
  const known = added(view, event);
  const id = asString(item['id']);
  const written = asString(item['arguments']);
  return edit(known, (call) => call.itemId === id && call.status === 'writing', {
    status: 'open',
    ...(written === undefined ? {} : { arguments: written }),
  });
}

function answered(view: SessionView, event: JsonObject): SessionView {
  if (atPath(event, 'item.type') !== 'function_call_output') return view;
  const callId = asString(atPath(event, 'item.call_id'));
  const output = asString(atPath(event, 'item.output')) ?? '';
  return edit(view, (call) => call.callId === callId, { status: 'answered', output });
}

const fromTable = (view: SessionView, { callId, by }: Extract<BenchEvent, { type: 'bench.tool' }>): SessionView =>
  edit(view, (call) => call.callId === callId, { answeredBy: by });

/** The functions that the model called. */
export const callHandlers: PartHandlers = {
  client: { 'conversation.item.create': answered },
  server: {
    'response.output_item.added': added,
    'response.output_item.done': done,
    'response.function_call_arguments.done': (view, event) =>
      edit(view, (call) => call.itemId === asString(event['item_id']), {
        arguments: asString(event['arguments']) ?? '',
      }),
    'conversation.item.added': answered,
  },
  bench: { 'bench.tool': fromTable },
};
