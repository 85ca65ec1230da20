import { describe, expect, it } from 'vitest';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { header, LogWriter } from './log.ts';

const item = { id: 'f1', type: 'function_call', name: 'look_up', call_id: 'call_1' };

const called = (): LogWriter =>
  new LogWriter()
    .server('response.created', { response: { id: 'r1', conversation_id: 'c' } })
    .server('response.output_item.added', { response_id: 'r1', item: { ...item, arguments: '' } })
    .server('response.function_call_arguments.delta', { response_id: 'r1', item_id: 'f1', delta: '{"a":' });

describe('a call of a function', () => {
  it('is open once its arguments are whole, and answered when its result goes out', () => {
    const writing = called();
    expect(toArray(foldSession(header, writing.entries).calls)).toMatchObject([{ name: 'look_up', status: 'writing' }]);
    const open = writing
      .server('response.function_call_arguments.done', { response_id: 'r1', item_id: 'f1', arguments: '{"a":1}' })
      .server('response.output_item.done', { response_id: 'r1', item: { ...item, arguments: '{"a":1}' } });
    expect(toArray(foldSession(header, open.entries).calls)).toEqual([
      {
        itemId: 'f1',
        callId: 'call_1',
        name: 'look_up',
        arguments: '{"a":1}',
        responseId: 'r1',
        status: 'open',
        output: null,
        answeredBy: null,
      },
    ]);
    const answered = open.client('conversation.item.create', {
      item: { type: 'function_call_output', call_id: 'call_1', output: '{"ok":true}' },
    });
    expect(toArray(foldSession(header, answered.entries).calls)).toMatchObject([
      { status: 'answered', output: '{"ok":true}' },
    ]);
  });

  it('counts also where the service did not stream it, and no other item is taken for one', () => {
    const log = new LogWriter()
      .server('response.output_item.done', { response_id: 'r1', item: { ...item, arguments: '{}' } })
      .server('response.output_item.done', {
        response_id: 'r1',
        item: { id: 'a1', type: 'message', role: 'assistant' },
      });
    expect(toArray(foldSession(header, log.entries).calls)).toMatchObject([{ status: 'open', arguments: '{}' }]);
  });
});
