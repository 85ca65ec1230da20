import { at, findLast, replace, values } from '../../kit/chunk-list.ts';
import { asObject, asString, atPath, isJsonObject, type Json, type JsonObject } from '../../kit/json.ts';
import { lookup } from '../../kit/lookup.ts';
import type { InputEvidence, TextCount } from '../../usage/expected.ts';
import type { BenchEventOf, CountedPart } from '../bench-events.ts';
import {
  expectedResponse,
  isOpen,
  isSettled,
  itemsOf,
  outputOfItems,
  type PromptTexts,
  readAnew,
  withPromptReported,
} from '../expected/expected-response.ts';
import {
  itemOf,
  type ItemView,
  type PromptView,
  responseOf,
  type ResponseView,
  type SentCreate,
  type SessionView,
} from '../view.ts';
import { ownItems, requestText } from './causes.ts';
import { editItem, raise } from './edit.ts';
import { withTranscription } from './input.ts';
import { callTexts, instructionsText, toolTexts } from './prompt.ts';

/** A text whose tokens an estimate needs, and which the page has no tokenizer for. */
export interface TextToCount {
  readonly part: CountedPart;
  /** Sequence number of the entry the text stands in. */
  readonly ofSeq: number;
  readonly itemId: string | null;
  /** Each is counted by itself, and the counts are added. */
  readonly texts: readonly string[];
}

/** A text of the prompt that has just been said and that nobody has counted. */
const fresh = (
  count: TextCount | null | undefined,
  part: CountedPart,
  seq: number,
  texts: readonly string[],
): TextToCount[] =>
  count !== null && count !== undefined && count.tokens === null && count.seq === seq && texts.join('') !== ''
    ? [{ part, ofSeq: seq, itemId: null, texts }]
    : [];

const instructionsOf = (session: JsonObject | null): string[] => [
  instructionsText(asString(session?.['instructions']) ?? ''),
];

const promptTexts = ({ prompt, effective, seq }: SessionView): TextToCount[] => [
  ...fresh(prompt.instructions, 'instructions', seq, instructionsOf(effective)),
  ...fresh(prompt.tools, 'tools', seq, toolTexts(effective?.['tools'])),
];

/** What a `response.create` brought along itself. */
function createTexts(view: SessionView, event: JsonObject): TextToCount[] {
  const create = view.asked.creates.at(-1);
  if (create === undefined || create.seq !== view.seq) return [];
  const response = asObject(event['response']) ?? {};
  return [
    ...fresh(create.prompt?.instructions, 'instructions', view.seq, instructionsOf(response)),
    ...fresh(create.prompt?.tools, 'tools', view.seq, toolTexts(response['tools'])),
    ...fresh(create.ownInput?.text, 'input', view.seq, [ownItems(response).map(requestText).join('')]),
  ];
}

/** The text of an item that some estimate counts: what was typed or answered; what was heard, where transcripts cost tokens. */
function itemParts(view: SessionView, item: ItemView): string[] {
  if (item.textTokens !== null || item.text === '') return [];
  if (item.kind === 'function_call') {
    const call = findLast(view.calls, ({ itemId }) => itemId === item.id);
    return callTexts(call?.name ?? '', item.text);
  }
  const heard = item.role === 'user' && item.medium === 'audio';
  return heard && item.transcription?.expected.evidence.unit !== 'tokens' ? [] : [item.text];
}

function itemTexts(view: SessionView, ids: readonly string[]): TextToCount[] {
  return ids.flatMap((id) => {
    const item = itemOf(view, id);
    const texts = item === undefined ? [] : itemParts(view, item);
    return texts.length === 0 ? [] : [{ part: 'text', ofSeq: view.seq, itemId: id, texts }];
  });
}

const idAt =
  (path: string) =>
  (_view: SessionView, event: JsonObject): string[] => {
    const id = asString(atPath(event, path));
    return id === undefined ? [] : [id];
  };

/** After which events the text of an item stands, and of which item. */
const itemsSettled = lookup<(view: SessionView, event: JsonObject) => readonly string[]>({
  'conversation.item.added': idAt('item.id'),
  'conversation.item.created': idAt('item.id'),
  'conversation.item.done': idAt('item.id'),
  'response.output_item.done': idAt('item.id'),
  'conversation.item.input_audio_transcription.completed': idAt('item_id'),
  'response.done': (view, event) => responseOf(view, asString(atPath(event, 'response.id')))?.itemIds ?? [],
});

/** The texts that can be counted now that `event` (in GA names) has been folded into `view`. */
export function textsToCount(view: SessionView, event: Json): TextToCount[] {
  if (!isJsonObject(event)) return [];
  const type = asString(event['type']) ?? '';
  if (type === 'session.created' || type === 'session.updated') return promptTexts(view);
  if (type === 'response.create') return createTexts(view, event);
  const settled = itemsSettled(type);
  return settled === undefined ? [] : itemTexts(view, settled(view, event));
}

/** What is left to count when the connection is gone: texts of responses that never ended. */
export const textsLeft = (view: SessionView): TextToCount[] =>
  itemTexts(
    view,
    [...values(view.responses)].flatMap(({ status, itemIds }) => (status === 'in_progress' ? itemIds : [])),
  );

type Counted = BenchEventOf<'bench.tokens'>;

const counted = <T extends TextCount | null>(text: T, event: Counted): T =>
  text !== null && text.seq === event.ofSeq ? { ...text, tokens: event.tokens } : text;

/** A prompt with the count, where it holds the text that was counted. */
function promptWith<T extends Pick<PromptView, 'instructions' | 'tools'>>(prompt: T, event: Counted): T {
  if (event.part === 'instructions') return { ...prompt, instructions: counted(prompt.instructions, event) };
  return event.part === 'tools' ? { ...prompt, tools: counted(prompt.tools, event) } : prompt;
}

const textsWith = ({ instructions, tools, ownInput }: InputEvidence, event: Counted): PromptTexts => ({
  ...promptWith({ instructions, tools }, event),
  ownInput:
    ownInput === null || event.part !== 'input' ? ownInput : { ...ownInput, text: counted(ownInput.text, event) },
});

const createWith = (create: SentCreate, event: Counted): SentCreate => ({
  ...create,
  prompt: create.prompt === null ? null : promptWith(create.prompt, event),
  ownInput:
    create.ownInput === null || event.part !== 'input'
      ? create.ownInput
      : { ...create.ownInput, text: counted(create.ownInput.text, event) },
});

/** A response whose output holds the item that was counted. */
function withOutput(view: SessionView, response: ResponseView): ResponseView {
  const { input, output } = response.expected.evidence;
  const made = outputOfItems(output, itemsOf(view, response), input.counting);
  return { ...response, expected: expectedResponse(response, input, made) };
}

/** A response whose input holds the text that was counted, or an item of another response that does. */
function withInput(view: SessionView, response: ResponseView, event: Counted): ResponseView {
  const { input, output } = response.expected.evidence;
  const texts = textsWith(input, event);
  const reads = isOpen(response) ? readAnew(view, response, texts) : { ...input, ...texts };
  return { ...response, expected: expectedResponse(response, reads, output) };
}

/** The view with one response after another changed; null: it stays. */
function changeEach(
  before: SessionView,
  from: number,
  change: (view: SessionView, response: ResponseView) => ResponseView | null,
): SessionView {
  let view = before;
  for (let index = from; index < view.responses.length; index += 1) {
    const response = at(view.responses, index);
    const changed = response === undefined ? null : change(view, response);
    if (changed !== null) view = { ...view, responses: replace(view.responses, index, changed) };
  }
  return view;
}

/** The item whose text was counted; one of the person with what its transcription probably used. */
const itemWith = (view: SessionView, event: Counted): SessionView =>
  editItem(view, event.itemId ?? '', (item) => ({
    textTokens: event.tokens,
    ...(item.transcription === null
      ? {}
      : withTranscription({ ...item, textTokens: event.tokens }, item.transcription)),
  }));

/** Tools and calls that were counted as JSON, as older versions did, are not counted the way the service does. */
const isOutdated = (view: SessionView, { part, itemId, written }: Counted): boolean =>
  written === undefined && (part === 'tools' || itemOf(view, itemId)?.kind === 'function_call');

/** A report whose texts are counted by now can tell others their prompt, which it could not before. */
const isTold = (was: ResponseView | undefined, is: ResponseView | undefined): boolean =>
  is?.expected.basis === 'reported' &&
  (was?.expected.evidence.input.uncounted ?? 0) > is.expected.evidence.input.uncounted;

/**
 * The view after a text was counted. The count may come long after the text: every response that read or wrote it is
 * worked out anew, from the first one on, for each is read by those behind it.
 */
export function tokensCounted(before: SessionView, event: Counted): SessionView {
  if (isOutdated(before, event)) return before;
  const withItem = event.itemId === null ? before : itemWith(before, event);
  const { asked } = withItem;
  let view: SessionView = {
    ...withItem,
    prompt: promptWith(withItem.prompt, event),
    asked: { ...asked, creates: asked.creates.map((create) => createWith(create, event)) },
  };
  const item = itemOf(view, event.itemId);
  const since = Math.min(event.ofSeq, item?.addedSeq ?? event.ofSeq);
  const writer = item?.responseId ?? null;
  let first = view.responses.length;
  while (first > 0) {
    const response = at(view.responses, first - 1);
    if (response === undefined || (response.createdSeq < since && response.id !== writer && writer === null)) break;
    first -= 1;
    if (response.id === writer) break;
  }
  const were = view.responses;
  // What was put out first: what is read of it, also by responses that came before the count, follows from it.
  view = changeEach(view, first, (now, response) =>
    response.itemIds.includes(event.itemId ?? '') ? withOutput(now, response) : null,
  );
  view = changeEach(view, first, (now, response) =>
    event.part !== 'text' || isOpen(response) ? withInput(now, response, event) : null,
  );
  let told = false;
  for (let index = first; index < view.responses.length && !told; index += 1) {
    told = isTold(at(were, index), at(view.responses, index));
  }
  if (told || event.part !== 'text') view = withPromptReported(view);
  for (let index = first; index < view.responses.length; index += 1) {
    const [was, is] = [at(were, index), at(view.responses, index)];
    if (was === undefined || is === undefined || isSettled(was) || !isSettled(is)) continue;
    view = raise(view, 'estimate settled', is);
  }
  return view;
}
