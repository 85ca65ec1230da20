import type { InputEvidence, TextCount } from '../usage/expected.ts';
import type { AskedCreate } from './asked/asked.ts';
import type { BenchEvent } from './bench-events.ts';
import { at, findLastIndex, replace } from './chunk-list.ts';
import { editItem, raise } from './edit.ts';
import { expectedResponse, itemsOf, outputOfItems } from './expected/expect-response.ts';
import { isOpen, isSettled, readAnew, type PromptTexts } from './expected/re-estimate.ts';
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

function recount(view: SessionView, response: ResponseView, event: Counted): ResponseView {
  const { input, output } = response.expected.evidence;
  const texts = textsWith(input, event);
  const reads = isOpen(response) ? readAnew(view, response, texts) : { ...input, ...texts };
  const wrote = response.itemIds.includes(event.itemId ?? '');
  const made = wrote ? outputOfItems(output, itemsOf(view, response), input.counting) : output;
  return { ...response, expected: expectedResponse(response, reads, made) };
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
  const settled: ResponseView[] = [];
  for (let index = first; index < view.responses.length; index += 1) {
    const response = at(view.responses, index);
    if (response === undefined) continue;
    const wrote = response.itemIds.includes(event.itemId ?? '');
    if (!wrote && event.part === 'text' && !isOpen(response)) continue;
    const recounted = recount(view, response, event);
    if (!isSettled(response) && isSettled(recounted)) settled.push(recounted);
    view = { ...view, responses: replace(view.responses, index, recounted) };
  }
  return settled.reduce((next, response) => raise(next, { at: 'estimate settled', response }), view);
}
