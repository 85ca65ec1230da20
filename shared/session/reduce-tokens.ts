import type { InputEvidence, TextCount } from '../usage/expected.ts';
import type { AskedCreate } from './asked/asked.ts';
import type { BenchEvent } from './bench-events.ts';
import { at, findLastIndex, replace } from './chunk-list.ts';
import { editItem, raise } from './edit.ts';
import { expectedResponse, itemsOf, outputOfItems } from './expected/expect-response.ts';
import { isOpen, isSettled, readAnew, withPromptReported, type PromptTexts } from './expected/re-estimate.ts';
import type { PromptView } from './prompt/prompt-view.ts';
import { withTranscription } from './reduce-input.ts';
import type { ItemView, ResponseView, SessionView } from './view.ts';

type Counted = Extract<BenchEvent, { type: 'bench.tokens' }>;

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

const createWith = (create: AskedCreate, event: Counted): AskedCreate => ({
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

const itemOf = (view: SessionView, id: string | null): ItemView | undefined =>
  at(
    view.items,
    findLastIndex(view.items, (item) => item.id === id),
  );

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
    view = raise(view, { at: 'estimate settled', response: is });
  }
  return view;
}
