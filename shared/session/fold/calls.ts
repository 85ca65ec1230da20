import { append, findLastIndex, replaceLast } from '../../kit/chunk-list.ts';
import { asObject, asString, atPath, type JsonObject } from '../../kit/json.ts';
import type { BenchEventOf } from '../bench-events.ts';
import type { CallView, SessionView } from '../view.ts';
import type { Handler } from './edit.ts';

function edit(view: SessionView, fits: (call: CallView) => boolean, change: Partial<CallView>): SessionView {
  const calls = replaceLast(view.calls, fits, (call) => ({ ...call, ...change }));
  return calls === view.calls ? view : { ...view, calls };
}

/** The model began to write a call. */
export function callAdded(view: SessionView, event: JsonObject): SessionView {
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
export function callDone(view: SessionView, event: JsonObject): SessionView {
  const item = asObject(event['item']) ?? {};
  if (item['type'] !== 'function_call') return view;
  const known = callAdded(view, event);
  const id = asString(item['id']);
  const written = asString(item['arguments']);
  return edit(known, (call) => call.itemId === id && call.status === 'writing', {
    status: 'open',
    ...(written === undefined ? {} : { arguments: written }),
  });
}

/** A result was given back, by the bench or as the service repeats it. */
export function callAnswered(view: SessionView, event: JsonObject): SessionView {
  if (atPath(event, 'item.type') !== 'function_call_output') return view;
  const callId = asString(atPath(event, 'item.call_id'));
  const output = asString(atPath(event, 'item.output')) ?? '';
  return edit(view, (call) => call.callId === callId, { status: 'answered', output });
}

/** A call was answered from the table of answers. */
export const callAnsweredByTable: Handler<BenchEventOf<'bench.tool'>> = (view, { callId, by }) =>
  edit(view, (call) => call.callId === callId, { answeredBy: by });

/** The arguments of a call are whole. */
export const callWritten: Handler = (view, event) =>
  edit(view, (call) => call.itemId === asString(event['item_id']), { arguments: asString(event['arguments']) ?? '' });
