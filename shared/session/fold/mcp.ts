import { append, findLast, findLastIndex, replaceLast } from '../../kit/chunk-list.ts';
import { asArray, asObject, asString, atPath, type JsonObject } from '../../kit/json.ts';
import { failureOf } from '../failure.ts';
import { mcpEvents, mcpItems, type McpKind, type McpState, type McpView } from '../mcp.ts';
import type { SessionView } from '../view.ts';
import { type Handler, raise } from './edit.ts';

const fresh = (itemId: string, kind: McpKind, state: McpState): McpView => ({
  itemId,
  kind,
  state,
  server: 'unnamed',
  name: '',
  arguments: '',
  tools: [],
  output: null,
  failure: null,
  approvalId: null,
  responseId: null,
  answeredBy: null,
});

const known = (view: SessionView, itemId: string): boolean =>
  findLastIndex(view.mcp, (one) => one.itemId === itemId) >= 0;

function edit(view: SessionView, itemId: string, change: (one: McpView) => Partial<McpView>): SessionView {
  const mcp = replaceLast(
    view.mcp,
    (one) => one.itemId === itemId,
    (one) => ({ ...one, ...change(one) }),
  );
  return mcp === view.mcp ? view : { ...view, mcp };
}

/** What an item object says of itself; what it leaves out stays. */
function described(item: JsonObject): Partial<McpView> {
  const texts = {
    server: item['server_label'],
    name: item['name'],
    arguments: item['arguments'],
    output: item['output'],
  };
  const said = Object.entries(texts).flatMap(([key, value]): [string, string][] => {
    const text = asString(value);
    return text === undefined || text === '' ? [] : [[key, text]];
  });
  const tools = asArray(item['tools']).flatMap((tool) => asString(atPath(tool, 'name')) ?? []);
  const approvalId = asString(item['approval_request_id']);
  const error = item['error'] ?? null;
  return {
    ...Object.fromEntries(said),
    ...(tools.length === 0 ? {} : { tools }),
    ...(approvalId === undefined ? {} : { approvalId }),
    ...(error === null ? {} : { failure: failureOf(error) }),
  };
}

const ended: ReadonlySet<McpState> = new Set(['listed', 'done', 'failed', 'approved', 'denied']);

/** An item of an MCP server, as an event shows it. `isWhole`: nothing of it is still to come. */
const itemShown =
  (isWhole: boolean): Handler =>
  (view, event) => {
    const item = asObject(event['item']) ?? {};
    const itemId = asString(item['id']);
    const type = mcpItems(asString(item['type']) ?? '');
    if (type === undefined || itemId === undefined) return view;
    const isNew = !known(view, itemId);
    const listed = isNew ? { ...view, mcp: append(view.mcp, fresh(itemId, type.kind, type.begins)) } : view;
    const responseId = asString(event['response_id']);
    const said = described(item);
    const next = edit(listed, itemId, ({ state }) => ({
      ...said,
      ...(responseId === undefined ? {} : { responseId }),
      ...(said.failure !== undefined && said.failure !== null
        ? { state: 'failed' as const }
        : isWhole && !ended.has(state)
          ? { state: type.ends }
          : {}),
    }));
    return isNew || isWhole ? told(view, next, itemId) : next;
  };

/** What has to be said of an item once it stands where it did not stand before. */
function told(before: SessionView, view: SessionView, itemId: string): SessionView {
  const find = ({ mcp }: SessionView): McpView | undefined => findLast(mcp, (one) => one.itemId === itemId);
  const now = find(view);
  return now === undefined || find(before)?.state === now.state ? view : raise(view, 'mcp changed', now);
}

export const mcpItemAdded = itemShown(false);
export const mcpItemDone = itemShown(true);

/** An event that says where one stands: it may come before the item itself does. */
export const mcpMoved: Handler = (view, event) => {
  const itemId = asString(event['item_id']);
  const type = asString(event['type']) ?? '';
  const said = Object.entries(mcpEvents).find(([name]) => name === type)?.[1];
  if (itemId === undefined || said === undefined) return view;
  const listed = known(view, itemId) ? view : { ...view, mcp: append(view.mcp, fresh(itemId, said.kind, said.state)) };
  const error = event['error'] ?? null;
  const next = edit(listed, itemId, (one) => ({
    // What has ended goes on no more, whichever comes later; only that it failed is told of it yet.
    state: ended.has(one.state) && said.state !== 'failed' ? one.state : said.state,
    ...(said.state !== 'failed' || (error === null && one.failure !== null)
      ? {}
      : { failure: failureOf(error ?? undefined) }),
  }));
  return told(view, next, itemId);
};

export const mcpArguments: Handler = (view, event) =>
  edit(view, asString(event['item_id']) ?? '', (one) => ({
    arguments: asString(event['arguments']) ?? one.arguments + (asString(event['delta']) ?? ''),
  }));

/** The answer to a question that an event holds, and which question; null: it holds none. */
function answerIn(event: JsonObject): { readonly questionId: string; readonly state: 'approved' | 'denied' } | null {
  if (atPath(event, 'item.type') !== 'mcp_approval_response') return null;
  const questionId = asString(atPath(event, 'item.approval_request_id')) ?? '';
  return { questionId, state: atPath(event, 'item.approve') === true ? 'approved' : 'denied' };
}

/** The bench answered a question; the service may refuse the answer yet. */
export const mcpAnswerSent: Handler = (view, event) => {
  const answer = answerIn(event);
  const answeredBy = asString(event['event_id']) ?? null;
  return answer === null ? view : edit(view, answer.questionId, () => ({ state: answer.state, answeredBy }));
};

/** The service repeats the answer to a question: it has taken it. */
export const mcpAnswered: Handler = (view, event) => {
  const answer = answerIn(event);
  return answer === null ? view : edit(view, answer.questionId, () => ({ state: answer.state, answeredBy: null }));
};

/** An error that names the answer to a question: the question stands. */
export const mcpAnswerRefused: Handler = (view, event) => {
  const eventId = asString(atPath(event, 'error.event_id')) ?? '';
  const question = eventId === '' ? undefined : findLast(view.mcp, ({ answeredBy }) => answeredBy === eventId);
  if (question === undefined) return view;
  const { itemId } = question;
  return told(
    view,
    edit(view, itemId, () => ({ state: 'waiting', answeredBy: null })),
    itemId,
  );
};
