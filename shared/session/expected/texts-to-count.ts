import { asObject, asString, atPath, isJsonObject, type Json, type JsonObject } from '../../json.ts';
import type { CountedPart } from '../bench-events.ts';
import { at, findLastIndex, values } from '../chunk-list.ts';
import { callTexts, instructionsText, toolTexts } from '../prompt/prompt.ts';
import { ownItems, requestText } from '../asked/reduce-asked.ts';
import type { ItemView, SessionView } from '../view.ts';
import type { TextCount } from '../../usage/expected.ts';
import { lookup } from '../../lookup.ts';

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
    const call = at(
      view.calls,
      findLastIndex(view.calls, ({ itemId }) => itemId === item.id),
    );
    return callTexts(call?.name ?? '', item.text);
  }
  const heard = item.role === 'user' && item.medium === 'audio';
  return heard && item.transcription?.expected.evidence.unit !== 'tokens' ? [] : [item.text];
}

function itemTexts(view: SessionView, ids: readonly string[]): TextToCount[] {
  return ids.flatMap((id) => {
    const item = at(
      view.items,
      findLastIndex(view.items, (have) => have.id === id),
    );
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
  'response.done': (view, event) => {
    const id = asString(atPath(event, 'response.id'));
    return (
      at(
        view.responses,
        findLastIndex(view.responses, (response) => response.id === id),
      )?.itemIds ?? []
    );
  },
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
