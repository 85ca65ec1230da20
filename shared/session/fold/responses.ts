import { append, last } from '../../kit/chunk-list.ts';
import { asArray, asObject, asString, atPath, type Json, type JsonObject } from '../../kit/json.ts';
import { type Guard, oneOf } from '../../kit/type-checks.ts';
import { visibleLine } from '../../kit/untrusted/safe-text.ts';
import type { ExpectedResponse, InputEvidence, OutputEvidence } from '../../usage/expected.ts';
import { audioBytes, outputFormatOf } from '../audio-in-events.ts';
import {
  expectedResponse,
  isSettled,
  itemsOf,
  nothingProduced,
  outputOfItems,
  withAudio,
  withPromptReported,
  withReadersAnew,
  withText,
} from '../expected/expected-response.ts';
import { countingOf, inputEvidence } from '../expected/input-evidence.ts';
import { failureOf } from '../failure.ts';
import { mcpItems } from '../mcp.ts';
import {
  itemOf,
  type ItemView,
  responseOf,
  type ResponseStatus,
  type ResponseView,
  type SessionView,
} from '../view.ts';
import { takeCause, takeSentAudio } from './causes.ts';
import { editItem, editResponse, type Handler, raise, upsertItem } from './edit.ts';
import { usageReported, withProblemAlarms, withReport } from './reported-usage.ts';

/** A response as it begins. */
const begun = { status: 'in_progress', understood: null, problems: [], itemIds: [], doneSeq: null } as const;

/** Whether these modalities have a voice; null: they are not said. */
const spoken = (modalities: Json | undefined): boolean | null =>
  Array.isArray(modalities) ? asArray(modalities).includes('audio') : null;

/** The most of a word from outside that is kept as the name of an end. */
const longestStatus = 60;

/** What stands in the place of a status, as one line; null: nothing does. */
function shownStatus(said: Json | undefined): string | null {
  if (said === undefined || said === null || said === '') return null;
  return visibleLine((asString(said) ?? JSON.stringify(said)).slice(0, longestStatus));
}

const isEnd = oneOf('completed', 'cancelled', 'incomplete', 'failed') satisfies Guard<ResponseStatus>;

const began: Handler = (before, event) => {
  const id = asString(atPath(event, 'response.id')) ?? `unnamed-${before.seq}`;
  const outOfBand = atPath(event, 'response.conversation_id') === null;
  const { view, cause, create } = takeCause(before, outOfBand);
  const input = inputEvidence(view, {
    seq: view.seq,
    prompt: create?.prompt ?? view.prompt,
    ownInput: create?.ownInput ?? null,
    outOfBand,
    reported: false,
    counting: countingOf(view),
  });
  return {
    ...view,
    responses: append(view.responses, {
      id,
      number: view.responses.length + 1,
      status: 'in_progress',
      statusSaid: null,
      statusReason: null,
      failure: null,
      outOfBand,
      createdMs: view.t,
      createdSeq: view.seq,
      cause,
      doneMs: null,
      firstTextMs: null,
      firstAudioMs: null,
      itemIds: [],
      speaks: spoken(atPath(event, 'response.output_modalities') ?? view.effective?.['output_modalities']),
      outputFormat: asString(atPath(event, 'response.audio.output.format.type')) ?? null,
      audioBytes: 0,
      usage: undefined,
      understood: null,
      problems: [],
      doneSeq: null,
      expected: expectedResponse(begun, input, nothingProduced),
    }),
  };
};

/** A response that the service says it has created; one that is only known by its end was asked for before the record began. */
export const responseCreated: Handler = (before, event) => {
  // Said twice it is one response all the same.
  const id = asString(atPath(event, 'response.id'));
  const known = id === undefined ? undefined : responseOf(before, id);
  if (known !== undefined) return raise(before, 'sent again', { what: `the beginning of R${known.number}` });
  const view = began(before, event);
  const response = last(view.responses);
  return response === undefined ? view : raise(view, 'response created', response);
};

/** What a response probably used, with more output. */
const produced = (
  response: ResponseView,
  more: (output: OutputEvidence, input: InputEvidence) => OutputEvidence,
): ExpectedResponse => {
  const { input, output } = response.expected.evidence;
  return expectedResponse(response, input, more(output, input), response.expected);
};

/** The view with a response ended: its output is taken from its items as they stand. */
export function settleResponse(view: SessionView, id: string, change: Partial<ResponseView>): SessionView {
  const settled = editResponse(view, id, (before) => {
    const response = { ...before, ...change };
    const { input, output } = response.expected.evidence;
    const items = itemsOf(view, response);
    const made = items.length === 0 ? output : outputOfItems(output, items, input.counting);
    return { ...change, expected: expectedResponse(response, input, made) };
  });
  return withReadersAnew(settled, id);
}

/** Items that only the end of a response names: a service that streams nothing, or a line that lost their events. */
const withOutputOf = (view: SessionView, id: string, response: JsonObject): SessionView =>
  asArray(response['output']).reduce<SessionView>((next, value) => {
    const item = asObject(value);
    const itemId = asString(item?.['id']);
    if (item === undefined || itemId === undefined) return next;
    const isKnown = responseOf(next, id)?.itemIds.includes(itemId) === true;
    return isKnown ? next : outputItemAdded(next, { response_id: id, item });
  }, view);

export const responseDone: Handler = (before, event) => {
  const response = asObject(event['response']) ?? {};
  const id = asString(response['id']) ?? '';
  const known = responseOf(before, id) !== undefined;
  const view = withOutputOf(known ? before : began(before, event), id, response);
  // A second end of the same response is nothing more to pay.
  const { doneSeq = null, number = 0, speaks = null } = responseOf(view, id) ?? {};
  if (doneSeq !== null) return raise(view, 'sent again', { what: `the end of R${number}` });
  const said: unknown = response['status'];
  const status = isEnd(said) ? said : 'other';
  const { usage, understood, stated, problems } = usageReported('response', event);
  const error = asObject(atPath(response, 'status_details.error'));
  let next = settleResponse(view, id, {
    status,
    statusSaid: status === 'other' ? shownStatus(response['status']) : null,
    statusReason: asString(atPath(response, 'status_details.reason')) ?? null,
    failure: error === undefined ? null : failureOf(error),
    speaks: spoken(response['output_modalities']) ?? speaks,
    doneMs: view.t,
    usage,
    understood,
    problems,
    doneSeq: view.seq,
  });
  if (stated !== null) next = withPromptReported(withReport(next, 'response', id, stated, null));
  const ended = responseOf(next, id);
  if (ended === undefined) return next;
  next = withProblemAlarms(next, `R${ended.number}`, problems);
  next = raise(next, 'response done', ended);
  return isSettled(ended) ? raise(next, 'estimate settled', ended) : next;
};

const isRole = oneOf('user', 'assistant', 'system') satisfies Guard<ItemView['role']>;
const isKind = oneOf('message', 'function_call', 'function_call_output') satisfies Guard<ItemView['kind']>;

/** Whether an item of this type is the work of a tool: of a function or of an MCP server. */
const isTool = (type: string): boolean =>
  type.startsWith('function') || mcpItems(type) !== undefined || type === 'mcp_approval_response';

/** What an item object says of itself. Text already streamed stays when the object holds none. */
function described(item: JsonObject): Partial<ItemView> {
  const role: unknown = item['role'];
  const kind: unknown = item['type'];
  const parts = asArray(item['content']).map((part) => asObject(part) ?? {});
  const said = parts.map((part) => asString(part['transcript']) ?? asString(part['text']) ?? '').join('');
  const text = said === '' ? (asString(item['output']) ?? asString(item['arguments']) ?? '') : said;
  const spoken = parts.some((part) => (asString(part['type']) ?? '').includes('audio'));
  const phase = asString(item['phase']);
  const images = parts.filter((part) => part['type'] === 'input_image').length;
  return {
    role: isTool(asString(item['type']) ?? '') ? 'tool' : isRole(role) ? role : 'user',
    kind: isKind(kind) ? kind : 'other',
    ...(text === '' ? {} : { text }),
    ...(images === 0 ? {} : { images }),
    ...(parts.length === 0 ? {} : { medium: spoken ? ('audio' as const) : ('text' as const) }),
    ...(item['status'] === 'incomplete' ? { unfinished: true } : {}),
    ...(phase === undefined ? {} : { phase }),
  };
}

/** An item that the client put into the conversation joins it with the length of the audio that was sent for it. */
export const itemSeen: Handler = (before, event) => {
  const item = asObject(event['item']) ?? {};
  const id = asString(item['id']);
  if (id === undefined) return before;
  const change = described(item);
  const known = itemOf(before, id) !== undefined;
  const sent = !known && change.role === 'user' && change.medium === 'audio';
  const { view, audioMs } = sent ? takeSentAudio(before, id) : { view: before, audioMs: 0 };
  const after = asString(event['previous_item_id']) ?? null;
  return upsertItem(view, id, view.t, { ...change, ...(audioMs > 0 ? { audioMs } : {}) }, after);
};

export const outputItemAdded: Handler = (view, event) => {
  const responseId = asString(event['response_id']) ?? null;
  const item = asObject(event['item']) ?? {};
  const id = asString(item['id']);
  if (id === undefined) return view;
  const inConversation = responseOf(view, responseId)?.outOfBand !== true;
  const next = upsertItem(view, id, view.t, { ...described(item), responseId, inConversation });
  if (responseId === null) return next;
  return editResponse(next, responseId, (response) =>
    response.itemIds.includes(id) ? {} : { itemIds: [...response.itemIds, id] },
  );
};

export const outputItemDone: Handler = (view, event) => {
  const id = asString(atPath(event, 'item.id'));
  return id === undefined ? view : editItem(outputItemAdded(view, event), id, { doneMs: view.t });
};

const textDelta =
  (medium: ItemView['medium']): Handler =>
  (view, event) => {
    const delta = asString(event['delta']) ?? '';
    const responseId = asString(event['response_id']) ?? '';
    const itemId = asString(event['item_id']) ?? '';
    let newRun = medium === 'audio';
    const next = upsertItem(view, itemId, view.t, (item) => {
      newRun = medium === 'audio' && !item.runOpen;
      return {
        role: 'assistant',
        responseId,
        medium,
        text: item.text + delta,
        ...(newRun ? { transcriptRuns: item.transcriptRuns + 1, runOpen: true } : {}),
      };
    });
    const kind = medium === 'audio' ? 'spoken' : 'written';
    return editResponse(next, responseId, (response) => ({
      firstTextMs: response.firstTextMs ?? view.t,
      itemIds: response.itemIds.includes(itemId) ? response.itemIds : [...response.itemIds, itemId],
      expected: produced(response, (output, { counting }) => withText(output, delta.length, kind, counting, newRun)),
    }));
  };

const textDone =
  (key: 'text' | 'transcript'): Handler =>
  (view, event) => {
    const text = asString(event[key]);
    return text === undefined ? view : editItem(view, asString(event['item_id']) ?? '', { text });
  };

export const writtenDelta = textDelta('text');
export const spokenDelta = textDelta('audio');
export const writtenDone = textDone('text');
export const spokenDone = textDone('transcript');

export const argumentsDelta: Handler = (view, event) => {
  const delta = asString(event['delta']) ?? '';
  const next = editItem(view, asString(event['item_id']) ?? '', (item) => ({ text: item.text + delta }));
  return editResponse(next, asString(event['response_id']) ?? '', (response) => ({
    expected: produced(response, (output, { counting }) => withText(output, delta.length, 'called', counting)),
  }));
};

export const audioDelta: Handler = (view, event) => {
  const responseId = asString(event['response_id']) ?? '';
  const itemId = asString(event['item_id']) ?? '';
  const bytes = audioBytes(event['delta']);
  const ms = bytes / outputFormatOf(view, responseId).bytesPerMs;
  const next = editResponse(view, responseId, (response) => ({
    audioBytes: response.audioBytes + bytes,
    firstAudioMs: response.firstAudioMs ?? view.t,
    ...(itemId === '' || response.itemIds.includes(itemId) ? {} : { itemIds: [...response.itemIds, itemId] }),
    expected: produced(response, (output, { counting }) => withAudio(output, bytes, ms, counting)),
  }));
  const heard = upsertItem(next, itemId, view.t, (item) => ({
    role: 'assistant',
    responseId: item.responseId ?? responseId,
    audioMs: item.audioMs + ms,
    runOpen: false,
  }));
  return {
    ...heard,
    counts: { ...heard.counts, audioFrames: heard.counts.audioFrames + 1 },
    output: { ...heard.output, receivedMs: heard.output.receivedMs + ms },
  };
};
