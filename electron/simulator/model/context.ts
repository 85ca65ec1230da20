import { asNumber, asString, atPath, type Json } from '../../../shared/kit/json.ts';
import { callTexts } from '../../../shared/session/fold/prompt.ts';
import {
  audioTokens,
  type ModalityTokens,
  type RuleSet,
  turnTokens,
  writtenTokens,
} from '../../../shared/usage/rules/rules.ts';
import type { ReadKind } from '../../../shared/usage/rules/schema.ts';
import { msOf } from '../wire/audio.ts';
import { contentKey, type FunctionItem, type Item, spokenPart, textOf } from './conversation.ts';
import type { CountTokens } from './tokens.ts';

/** What an item, or the parts of one answer together, add to the input of a response. */
export interface Read extends ModalityTokens {
  /** Ids of the items that are read here, in their order. */
  readonly itemIds: readonly string[];
  /** The same for what reads as the same: what the prompt cache goes by. */
  readonly key: string;
  /** Tokens of images. */
  readonly image: number;
}

/** Everything a response reads behind its prompt. */
export const sumOf = (reads: readonly Read[]): ModalityTokens & { readonly image: number } =>
  reads.reduce(
    (sum, { text, audio, image }) => ({ text: sum.text + text, audio: sum.audio + audio, image: sum.image + image }),
    { text: 0, audio: 0, image: 0 },
  );

const isAnswer = (item: Item): boolean =>
  item.type === 'message' && item.role === 'assistant' && item.written !== undefined;

const isSpokenAnswer = (item: Item): boolean => isAnswer(item) && spokenPart(item) !== null;

const isCut = (item: Item): boolean => item.type === 'message' && item.truncated === true;

/** Nothing came of it before it was cancelled, or it is being written still: there is nothing to read. */
function isUnsaid(item: Item): boolean {
  if (item.written === undefined) return false;
  if (!item.written.ended) return true;
  return !isCut(item) && item.type === 'message' && textOf(item) === '' && (spokenPart(item)?.pcm24k.length ?? 0) === 0;
}

const imagesOf = (item: Item): number =>
  item.type === 'message' ? item.parts.filter(({ type }) => type === 'input_image').length : 0;

/** Name and arguments of a call as they are counted. */
export const callTokens = ({ members }: Pick<FunctionItem, 'members'>, count: CountTokens): number =>
  callTexts(asString(members['name']) ?? '', asString(members['arguments']) ?? '').reduce(
    (sum, text) => sum + count(text),
    0,
  );

/** Reads a conversation by the measured rules, as the model of a session does. */
class Reader {
  readonly #rules: RuleSet;
  readonly #count: CountTokens;
  readonly #items: readonly Item[];
  /** The newest spoken answer keeps its voice; where the rules say so, older ones keep only their words. */
  readonly #lastSpoken: Item | undefined;

  constructor(items: readonly Item[], rules: RuleSet, count: CountTokens) {
    this.#rules = rules;
    this.#count = count;
    this.#items = items.filter((item) => !isUnsaid(item));
    this.#lastSpoken = this.#items.findLast(isSpokenAnswer);
  }

  read(): Read[] {
    const done = new Set<Item>();
    const reads: Read[] = [];
    for (const item of this.#items) {
      if (done.has(item)) continue;
      const parts = this.#partsOf(item);
      for (const part of parts) done.add(part);
      reads.push(parts.length > 0 ? this.#answer(parts) : this.#alone(item));
    }
    return reads;
  }

  #ofAnswer(item: Item): ReadKind {
    if (item.type === 'function_call') return 'function call';
    if (isCut(item)) return 'truncated answer';
    if (!isSpokenAnswer(item)) return 'written answer';
    return item === this.#lastSpoken ? 'last spoken answer' : 'older spoken answer';
  }

  #kindOf(item: Item): ReadKind {
    if (item.type !== 'message') return item.type === 'function_call' ? 'function call' : 'function result';
    if (isAnswer(item)) return this.#ofAnswer(item);
    if (item.role === 'user') return spokenPart(item) === null ? 'typed message' : 'spoken turn';
    return item.role === 'assistant' ? 'written by client' : 'system message';
  }

  /** The parts of the answer an item belongs to, where all of it is there and is read as it was reported; else none. */
  #partsOf(item: Item): Item[] {
    const { written } = item;
    if (written === undefined) return [];
    const parts = this.#items.filter((part) => part.written === written && !isCut(part));
    const whole = written.itemIds.every((id) => parts.some((part) => part.id === id));
    return whole && this.#rules.reads(this.#ofParts(parts)).text.from === 'report' ? parts : [];
  }

  #ofParts(parts: readonly Item[]): ReadKind {
    const spoken = parts.find((part) => part === this.#lastSpoken) ?? parts.find(isSpokenAnswer);
    const message = spoken ?? parts.find(isAnswer) ?? parts[0];
    return message === undefined ? 'other item' : this.#ofAnswer(message);
  }

  #answer(parts: readonly Item[]): Read {
    const of = this.#ofParts(parts);
    const rule = this.#rules.reads(of);
    const { text = 0, audio = 0 } = parts[0]?.written ?? {};
    return {
      itemIds: parts.map(({ id }) => id),
      key: `${of}\0${parts.map(contentKey).join('\0')}`,
      text: text + rule.text.plus,
      audio: audioTokens(rule, 0, audio),
      image: 0,
    };
  }

  /** An item by what it holds itself. */
  #alone(item: Item): Read {
    const of = this.#kindOf(item);
    const rule = this.#rules.reads(of);
    const { image } = this.#rules;
    const audioMs = msOf(item.type === 'message' ? (spokenPart(item)?.pcm24k.length ?? 0) : 0);
    const heard = of === 'spoken turn' ? turnTokens(audioMs) : audioTokens(rule, audioMs, item.written?.audio ?? 0);
    const images = imagesOf(item);
    return {
      itemIds: [item.id],
      key: `${of}\0${contentKey(item)}`,
      text: rule.text.plus + this.#contentOf(item, of) + images * image.text,
      audio: heard,
      image: images * image.image,
    };
  }

  #contentOf(item: Item, of: ReadKind): number {
    if (item.type === 'function_call_output') return this.#count(asString(item.members['output']) ?? '');
    if (item.type !== 'message') {
      // Its report is not at hand: it counts as it would have been put out.
      const contentTokens = callTokens(item, this.#count);
      return writtenTokens(this.#rules, [
        { kind: 'called', contentTokens, audioTokens: 0, runsSeen: 0, unfinished: false },
      ]);
    }
    if (of === 'truncated answer') return 0;
    const texts = item.parts.flatMap((part) =>
      'text' in part ? [part.text] : part.type === 'output_audio' ? [part.transcript ?? ''] : [],
    );
    return texts.reduce((sum, text) => sum + this.#count(text), 0);
  }
}

/** What a response over these items reads of them, in order. */
export const readConversation = (items: readonly Item[], rules: RuleSet, count: CountTokens): Read[] =>
  new Reader(items, rules, count).read();

/** A model of 32k tokens less what it may put out. */
const modelLimitTokens = 28_224;

export type Fit =
  /** What the response reads; `dropped` are the items that no later one reads either. */
  | { readonly ok: true; readonly items: readonly Item[]; readonly dropped: readonly Item[] }
  | { readonly ok: false; readonly tokens: number; readonly limit: number };

/** The size of each item; the parts of one answer count at the first of them. */
function sizesOf(items: readonly Item[], rules: RuleSet, count: CountTokens): number[] {
  const sizes = new Map(
    readConversation(items, rules, count).map(({ itemIds, text, audio, image }) => [itemIds[0], text + audio + image]),
  );
  return items.map(({ id }) => sizes.get(id) ?? 0);
}

/**
 * Makes a conversation fit its limit as `truncation` says: `auto` drops the oldest items until it fits, a retention
 * ratio drops further, so that the next turns find the same beginning in the prompt cache; `disabled` drops nothing.
 */
export function fitContext(items: readonly Item[], truncation: Json, rules: RuleSet, count: CountTokens): Fit {
  const limit = asNumber(atPath(truncation, 'token_limits.post_instructions')) ?? modelLimitTokens;
  const sizes = sizesOf(items, rules, count);
  let tokens = sizes.reduce((sum, size) => sum + size, 0);
  if (tokens <= limit) return { ok: true, items, dropped: [] };
  if (truncation === 'disabled') return { ok: false, tokens, limit };
  const target = limit * (asNumber(atPath(truncation, 'retention_ratio')) ?? 1);
  let first = 0;
  // What was said last is always read, however long it is.
  while (first < items.length - 1 && tokens > target) {
    tokens -= sizes[first] ?? 0;
    first += 1;
  }
  return { ok: true, items: items.slice(first), dropped: items.slice(0, first) };
}
