import type { McpListToolsFailed, RealtimeMcpToolCall } from 'openai/resources/realtime/realtime';
import { describe, expect, it } from 'vitest';
import { last, toArray } from '../../../shared/kit/chunk-list.ts';
import { approvalResponse } from '../../../shared/protocol/conversation-items.ts';
import { createItem } from '../../../shared/protocol/client-events.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { mcpEvents, type McpView } from '../../../shared/session/mcp.ts';
import { serverEvents } from '../../../shared/protocol/events.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { header, LogWriter } from './log.ts';

const fold = (log: LogWriter): SessionView => foldSession(header, log.entries);
const mcp = (log: LogWriter): McpView[] => toArray(fold(log).mcp);
const alarms = (log: LogWriter): string[] => toArray(fold(log).alarms).map(({ title, text }) => `${title}. ${text}`);
const begun = (): LogWriter => new LogWriter().server('session.created', { session: { type: 'realtime' } });

const list = { id: 'm1', type: 'mcp_list_tools', server_label: 'weather' };
const call = { id: 'm2', type: 'mcp_call', server_label: 'weather', name: 'forecast', arguments: '' };
const question = { id: 'm3', type: 'mcp_approval_request', server_label: 'weather', name: 'forecast', arguments: '{}' };

describe('what goes on with an MCP server', () => {
  it('is followed from event to event: a listing with its tools', () => {
    const log = begun()
      .server('conversation.item.added', { item: { ...list, tools: [] } })
      .server('mcp_list_tools.in_progress', { item_id: 'm1' });
    expect(mcp(log)).toMatchObject([{ kind: 'list', server: 'weather', state: 'listing' }]);
    log
      .server('mcp_list_tools.completed', { item_id: 'm1' })
      .server('conversation.item.done', { item: { ...list, tools: [{ name: 'forecast', input_schema: {} }] } });
    expect(mcp(log)).toMatchObject([{ state: 'listed', tools: ['forecast'] }]);
  });

  it('may begin with an event of an item that is shown later', () => {
    const log = begun().server('mcp_list_tools.in_progress', { item_id: 'm1' });
    expect(mcp(log)).toMatchObject([{ kind: 'list', server: 'unnamed', state: 'listing' }]);
    log.server('conversation.item.added', { item: list });
    expect(mcp(log)).toMatchObject([{ server: 'weather', state: 'listing' }]);
  });

  it('is a call with arguments and what it gave', () => {
    const log = begun()
      .server('response.created', { response: { id: 'r1', conversation_id: 'c' } })
      .server('response.output_item.added', { response_id: 'r1', item: call })
      .server('response.mcp_call_arguments.delta', { response_id: 'r1', item_id: 'm2', delta: '{"city":' })
      .server('response.mcp_call_arguments.delta', { response_id: 'r1', item_id: 'm2', delta: '"Oslo"}' });
    expect(mcp(log)).toMatchObject([
      { kind: 'call', state: 'writing', arguments: '{"city":"Oslo"}', responseId: 'r1' },
    ]);
    log
      .server('response.mcp_call_arguments.done', { item_id: 'm2', arguments: '{"city":"Bergen"}' })
      .server('response.mcp_call.in_progress', { item_id: 'm2' });
    expect(mcp(log)).toMatchObject([{ state: 'running', arguments: '{"city":"Bergen"}' }]);
    log
      .server('response.mcp_call.completed', { item_id: 'm2' })
      .server('response.output_item.done', { response_id: 'r1', item: { ...call, output: 'Rain.' } });
    expect(mcp(log)).toMatchObject([{ state: 'done', output: 'Rain.' }]);
    // It is the work of a tool, not a turn of a person.
    expect(last(fold(log).items)).toMatchObject({ id: 'm2', role: 'tool' });
  });

  it('that fails says why, once', () => {
    const error = { type: 'http_error', code: 503, message: 'Gone.' } as const;
    const failed: RealtimeMcpToolCall = { ...call, type: 'mcp_call', error };
    const log = begun()
      .server('response.output_item.added', { item: call })
      .server('response.output_item.done', { item: { ...failed, error: { ...error } } })
      .server('response.mcp_call.failed', { item_id: 'm2' });
    expect(mcp(log)).toMatchObject([
      { state: 'failed', failure: { code: '503', type: 'http_error', message: 'Gone.' } },
    ]);
    expect(alarms(log)).toEqual(['weather.forecast() failed. 503 (http_error): Gone.']);
    const listing: McpListToolsFailed = { type: 'mcp_list_tools.failed', event_id: 'e', item_id: 'm1' };
    expect(
      alarms(
        begun()
          .server('conversation.item.added', { item: list })
          .add('server', { ...listing }),
      ),
    ).toEqual(['Tools of weather failed. The service gave no reason.']);
  });

  it('that needs approval waits, says how to give it, and knows when it was given or not', () => {
    const asked = (): LogWriter => begun().server('conversation.item.added', { item: question });
    expect(mcp(asked())).toMatchObject([{ kind: 'approval', state: 'waiting', name: 'forecast' }]);
    const answer = createItem(approvalResponse('m3', true));
    expect(alarms(asked())[0]).toContain(JSON.stringify(answer));
    expect(mcp(asked().client('conversation.item.create', { item: answer.item }))[0]?.state).toBe('approved');
    const denied = asked().server('conversation.item.added', { item: approvalResponse('m3', false) });
    expect(mcp(denied)).toMatchObject([{ state: 'denied' }]);
    // Seen whole afterwards it is not a question again.
    expect(mcp(denied.server('conversation.item.done', { item: question }))[0]?.state).toBe('denied');
  });

  it('waits again where the service refuses the answer by name, and not once it has taken it', () => {
    const answered = (): LogWriter =>
      begun()
        .server('conversation.item.added', { item: question })
        .client('conversation.item.create', { event_id: 'c1', item: approvalResponse('m3', true) });
    const refusal = (eventId: string | null) => ({ error: { code: 'odd', message: 'No.', event_id: eventId } });
    const state = (log: LogWriter) => mcp(log)[0]?.state;
    expect(state(answered().server('error', refusal('c1')))).toBe('waiting');
    expect(state(answered().server('error', refusal('c2')))).toBe('approved');
    expect(state(answered().server('error', refusal(null)))).toBe('approved');
    const taken = answered().server('conversation.item.added', { item: approvalResponse('m3', true) });
    expect(state(taken.server('error', refusal('c1')))).toBe('approved');
  });

  it.each([
    [call, 'response.mcp_call.completed', 'response.mcp_call.in_progress', 'done'],
    [call, 'response.mcp_call.failed', 'response.mcp_call.completed', 'failed'],
    [call, 'response.mcp_call.completed', 'response.mcp_call.failed', 'failed'],
    [list, 'mcp_list_tools.completed', 'mcp_list_tools.in_progress', 'listed'],
  ])('has ended for good: of %o, %s and then %s, it is %s', (item, end, late, state) => {
    const log = begun().server('conversation.item.added', { item });
    for (const type of [end, late]) log.server(type, { item_id: item.id });
    expect(mcp(log)[0]?.state).toBe(state);
  });

  it('has an entry for every event of the protocol that says where one stands', () => {
    const states = serverEvents.filter((type) => /^(?:response\.mcp_call|mcp_list_tools)\./.test(type));
    expect(Object.keys(mcpEvents).toSorted()).toEqual(states.toSorted());
  });
});
