import type { InputEvidence, TextCount } from '../usage/expected.ts';
import { expectedResponse, itemsOf, outputOfItems } from './expected/expect-response.ts';
import { inputEvidence } from './expected/input-evidence.ts';
import type { AskedCreate } from './asked/asked.ts';
import type { BenchEvent } from './bench-events.ts';
import { at, findLastIndex, replace } from './chunk-list.ts';
import { editItem, raise } from './edit.ts';
import type { PromptView } from './prompt/prompt-view.ts';
import { withTranscription } from './reduce-input.ts';
import { isSettled } from './reduce-response.ts';
import type { ResponseView, SessionView } from './view.ts';

type Counted = Extract<BenchEvent, { type: 'bench.tokens' }>;

const counted = <T extends TextCount | null>(text: T, event: Counted): T =>
  text !== null && text.seq === event.ofSeq ? { ...text, tokens: event.tokens } : text;

/** A prompt with the count, where it holds the text that was counted. */
function promptWith<T extends Pick<PromptView, 'instructions' | 'tools'>>(prompt: T, event: Counted): T {
  if (event.part === 'instructions') return { ...prompt, instructions: counted(prompt.instructions, event) };
  return event.part === 'tools' ? { ...prompt, tools: counted(prompt.tools, event) } : prompt;
}

const createWith = (create: AskedCreate, event: Counted): AskedCreate => ({
  ...create,
  prompt: create.prompt === null ? null : promptWith(create.prompt, event),
  ownInput:
    create.ownInput === null || event.part !== 'input'
      ? create.ownInput
      : { ...create.ownInput, text: counted(create.ownInput.text, event) },
});

/** What a response read, worked out anew now that one more text has been counted. */
function inputWith(view: SessionView, response: ResponseView, event: Counted): InputEvidence {
  const before = response.expected.evidence.input;
  const { instructions, tools } = promptWith(before, event);
  const ownInput =
    before.ownInput === null || event.part !== 'input'
      ? before.ownInput
      : { ...before.ownInput, text: counted(before.ownInput.text, event) };
  const prompt = { instructions, tools, processedItems: before.processedItems };
  return inputEvidence(view, { seq: response.createdSeq, prompt, ownInput });
}

function recount(view: SessionView, response: ResponseView, event: Counted): ResponseView {
  const { input, output } = response.expected.evidence;
  const reads = input.uncounted > 0 ? inputWith(view, response, event) : input;
  const made = response.itemIds.includes(event.itemId ?? '') ? outputOfItems(output, itemsOf(view, response)) : output;
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

/**
 * The view after a text was counted. The count may come long after the text: every response that read or wrote it is
 * worked out anew, from the last one back to the entry the text stands in.
 */
export function tokensCounted(before: SessionView, event: Counted): SessionView {
  const withItem = event.itemId === null ? before : itemWith(before, event);
  const { asked } = withItem;
  const view: SessionView = {
    ...withItem,
    prompt: promptWith(withItem.prompt, event),
    asked: { ...asked, creates: asked.creates.map((create) => createWith(create, event)) },
  };
  const item = at(
    view.items,
    findLastIndex(view.items, ({ id }) => id === event.itemId),
  );
  const since = Math.min(event.ofSeq, item?.addedSeq ?? event.ofSeq);
  const writer = item?.responseId ?? null;
  let { responses } = view;
  const settled: ResponseView[] = [];
  for (let index = responses.length - 1; index >= 0; index -= 1) {
    const response = at(responses, index);
    if (response === undefined) break;
    const wrote = response.itemIds.includes(event.itemId ?? '');
    if (!wrote && writer === null && response.createdSeq < since) break;
    if (wrote || response.expected.evidence.input.uncounted > 0) {
      const recounted = recount(view, response, event);
      if (!isSettled(response) && isSettled(recounted)) settled.push(recounted);
      responses = replace(responses, index, recounted);
    }
    if (wrote) break;
  }
  return settled.reduce((next, response) => raise(next, { at: 'estimate settled', response }), { ...view, responses });
}
