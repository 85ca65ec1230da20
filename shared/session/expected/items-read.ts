import { at, findLast } from '../../kit/chunk-list.ts';
import { type ResponseCount, responseCount } from '../../usage/fields.ts';
import { type OwnInput, roughTokens, roughWidth, type UnknownRule } from '../../usage/expected.ts';
import {
  audioTokens,
  type Counting,
  type ModalityTokens,
  noTokens,
  type RuleSet,
  rulesFor,
  spokenTokens,
  type WrittenItem,
  writtenTokens,
} from '../../usage/rules/rules.ts';
import type { ReadKind } from '../../usage/rules/schema.ts';
import type { ItemView, ResponseView, SessionView } from '../view.ts';

/** What one item of the conversation, or the parts of one answer together, add to the input of a response. */
export interface ItemRead {
  readonly itemId: string;
  readonly of: ReadKind;
  readonly audioMs: number;
  readonly text: number;
  readonly audio: number;
  readonly images: number;
  readonly width: ModalityTokens;
  /** False: a text of it has not been counted yet and was taken by its length. */
  readonly counted: boolean;
  /** Why no rule covers it; null: one does. */
  readonly unknown: UnknownRule | null;
}

const stands = (item: ItemView, seq: number): boolean =>
  item.inConversation && item.addedSeq < seq && (item.deletedSeq === null || item.deletedSeq >= seq);

const isAnswer = ({ kind, role, responseId }: ItemView): boolean =>
  kind === 'message' && role === 'assistant' && responseId !== null;

/** An answer that was begun and of which nothing came is read as nothing. */
const isEmpty = (item: ItemView): boolean => isAnswer(item) && item.text === '' && item.audioMs === 0;

const isSpoken = (item: ItemView): boolean => isAnswer(item) && item.medium === 'audio';

const cutBefore = (item: ItemView, seq: number): ItemView['truncated'] =>
  item.truncated !== null && item.truncated.seq < seq ? item.truncated : null;

const contentOf = (item: ItemView): number => item.textTokens ?? roughTokens(item.text.length);
const isCounted = (item: ItemView): boolean => item.textTokens !== null || item.text === '';
const contentWidth = (item: ItemView): number => (isCounted(item) ? 0 : roughWidth(item.text.length));

/** An item of a response's output, as its text tokens are counted. */
export const writtenItem = (rules: RuleSet, item: ItemView): WrittenItem => ({
  kind: item.kind === 'function_call' ? 'called' : item.medium === 'audio' ? 'spoken' : 'written',
  contentTokens: contentOf(item),
  audioTokens: spokenTokens(rules, item.audioMs),
  runsSeen: item.transcriptRuns,
  unfinished: item.unfinished,
});

interface Answer extends ModalityTokens {
  readonly width: ModalityTokens;
}

/** What a response put out, as it reported; what it did not report by its estimate. Reasoning is never read again. */
function answerOf({ expected }: ResponseView): Answer {
  const { basis, usage, estimate, ruleWidth } = expected;
  const said = (name: ResponseCount): number | undefined =>
    basis === 'reported' ? responseCount(usage, name) : undefined;
  const made = (name: ResponseCount): number => responseCount(estimate, name) ?? 0;
  const text = said('textOut');
  const audio = said('audioOut');
  return {
    text: text === undefined ? made('textOut') : Math.max(0, text - (said('reasoning') ?? 0)),
    audio: audio ?? made('audioOut'),
    width: {
      text: text === undefined ? ruleWidth.textOut : 0,
      audio: audio === undefined ? ruleWidth.audioOut : 0,
    },
  };
}

function kindOf(item: ItemView, cut: boolean, isLastSpoken: boolean): ReadKind {
  switch (item.kind) {
    case 'function_call':
      return 'function call';
    case 'function_call_output':
      return 'function result';
    case 'other':
      return 'other item';
    case 'message':
      if (item.role === 'user') return item.medium === 'audio' ? 'spoken turn' : 'typed message';
      if (item.role !== 'assistant') return 'system message';
      if (item.responseId === null) return 'written by client';
      if (cut) return 'truncated answer';
      if (item.medium === 'text') return 'written answer';
      return isLastSpoken ? 'last spoken answer' : 'older spoken answer';
  }
}

const whyUnknown = (of: ReadKind): UnknownRule =>
  of === 'truncated answer'
    ? 'truncated answer'
    : of === 'last spoken answer' || of === 'older spoken answer'
      ? 'spoken answer'
      : 'other item';

/** How far ahead the next answer is looked for, before all are looked through. */
const mostAhead = 8;

/** What an item, or the parts of one answer together, are read as. */
interface ReadAs {
  readonly item: ItemView;
  readonly of: ReadKind;
  /** The answer that the item stands for, with all its parts; null: it is read by itself. */
  readonly whole: { readonly answer: ResponseView; readonly parts: readonly ItemView[] } | null;
}

/** Reads the conversation as one response does. */
class Reader {
  readonly #rules: RuleSet;
  readonly #seq: number;
  readonly #items: readonly ItemView[];
  /** A newer spoken answer than the others, which is read otherwise than they. */
  readonly #lastSpoken: ItemView | undefined;

  constructor(items: readonly ItemView[], seq: number, rules: RuleSet) {
    this.#rules = rules;
    this.#seq = seq;
    this.#items = items;
    this.#lastSpoken = items.findLast(isSpoken);
  }

  /** What is read, in order, and as what. */
  kinds(responses: SessionView['responses']): ReadAs[] {
    const reads: ReadAs[] = [];
    const taken = new Set<string>();
    let near = 0;
    // Answers stand in the conversation as they were created: the next one is nearly always the next response.
    const responseOf = (id: string): ResponseView | undefined => {
      for (let index = near; index < near + mostAhead; index += 1) {
        const response = at(responses, index);
        if (response?.id !== id || response.createdSeq >= this.#seq) continue;
        near = index;
        return response;
      }
      return findLast(responses, (response) => response.id === id && response.createdSeq < this.#seq);
    };
    for (const item of this.#items) {
      const answer = item.responseId === null ? undefined : responseOf(item.responseId);
      if (answer === undefined || cutBefore(item, this.#seq) !== null) reads.push(this.#alone(item));
      else if (!taken.has(answer.id)) {
        const whole = this.#answered(item, answer);
        if (whole !== null) taken.add(answer.id);
        reads.push(whole ?? this.#alone(item));
      }
    }
    return reads;
  }

  read(responses: SessionView['responses']): ItemRead[] {
    return this.kinds(responses).map((part) => this.#added(part));
  }

  /** An item by itself. */
  #alone(item: ItemView): ReadAs {
    return { item, of: kindOf(item, cutBefore(item, this.#seq) !== null, item === this.#lastSpoken), whole: null };
  }

  /**
   * The parts of one answer together, where all of them are read whole and the rule goes by the report; null: each part
   * counts by itself.
   */
  #answered(item: ItemView, answer: ResponseView): ReadAs | null {
    const parts =
      answer.itemIds.length === 1
        ? [item]
        : this.#items.filter((part) => part.responseId === answer.id && cutBefore(part, this.#seq) === null);
    const onlyCalls = parts.every(({ kind }) => kind === 'function_call');
    const spoken = parts.find(isSpoken);
    const isLast = this.#lastSpoken !== undefined && parts.includes(this.#lastSpoken);
    const of = onlyCalls ? 'function call' : spoken === undefined ? 'written answer' : kindOf(spoken, false, isLast);
    const isWhole = answer.itemIds.every((id) => parts.some((part) => part.id === id));
    if (!isWhole || this.#rules.reads(of).text.from !== 'report') return null;
    return { item, of, whole: { answer, parts } };
  }

  /** What that adds to the input. */
  #added({ item, of, whole }: ReadAs): ItemRead {
    const cut = whole === null ? cutBefore(item, this.#seq) : null;
    const parts = whole === null || whole.parts.length === 1 ? null : whole.parts;
    const from: ReadFrom = { answer: whole?.answer ?? null, parts, cut };
    const have = recalled(item, from, of, this.#rules);
    if (have !== null) return have;
    const read =
      whole === null ? this.#addedAlone(item, of, cut) : this.#addedByAnswer(item, of, whole.answer, whole.parts);
    remember(item, { ...from, of, rules: this.#rules, read });
    return read;
  }

  /** By what the item holds itself. */
  #addedAlone(item: ItemView, of: ReadKind, cut: ItemView['truncated']): ItemRead {
    const rule = this.#rules.reads(of);
    const audioMs = item.medium === 'audio' ? (cut?.audioMs ?? item.audioMs) : 0;
    const isRead = rule.text.from !== 'nothing';
    // A report is asked for and there is none: the item counts as it was put out.
    const put =
      rule.text.from === 'report' ? writtenTokens(this.#rules, [writtenItem(this.#rules, item)]) : contentOf(item);
    return this.#sized(item, of, audioMs, {
      text: rule.text.plus + (isRead ? put : 0),
      audio: audioTokens(rule, audioMs, spokenTokens(this.#rules, audioMs)),
      width: { text: isRead ? contentWidth(item) : 0, audio: 0 },
      counted: !isRead || isCounted(item),
    });
  }

  #addedByAnswer(item: ItemView, of: ReadKind, answer: ResponseView, parts: readonly ItemView[]): ItemRead {
    const rule = this.#rules.reads(of);
    const made = answerOf(answer);
    const isHeard = rule.audio.from !== 'nothing';
    const audioMs = isHeard ? parts.reduce((sum, part) => sum + part.audioMs, 0) : 0;
    return this.#sized(item, of, audioMs, {
      text: made.text + rule.text.plus,
      audio: audioTokens(rule, audioMs, made.audio),
      width: { text: made.width.text, audio: isHeard ? made.width.audio : 0 },
      counted: answer.expected.basis === 'reported' || parts.every(isCounted),
    });
  }

  #sized(
    item: ItemView,
    of: ReadKind,
    audioMs: number,
    { text, audio, width, counted }: Pick<ItemRead, 'text' | 'audio' | 'width' | 'counted'>,
  ): ItemRead {
    const rule = this.#rules.reads(of);
    const isUnknown = rule.sure === 'unknown';
    const { image } = this.#rules;
    // Where no rule is known the item may count as everything it holds, or as nothing.
    const most = isUnknown
      ? {
          text: Math.max(text, contentOf(item) + rule.text.plus),
          audio: Math.max(audio, spokenTokens(this.#rules, audioMs)),
        }
      : noTokens;
    return {
      itemId: item.id,
      of,
      audioMs,
      text: text + item.images * image.text,
      audio,
      images: item.images,
      width: {
        text: width.text + Math.max(rule.halfWidth.text, most.text),
        audio: width.audio + Math.max(rule.halfWidth.audio, most.audio),
      },
      counted,
      unknown: isUnknown ? whyUnknown(of) : item.images > 0 ? 'image' : null,
    };
  }
}

/*
 * An item and an answer are never changed, only replaced, and every later response reads them again: what one adds is
 * worked out once for each way in which it is read. All that it is worked out from stands in the memory, so that nothing
 * remembered can differ from what would be worked out anew: the fold stays pure.
 */
interface ReadFrom {
  /** The answer that the item is read as, or as a part of; null: it is read by itself. */
  readonly answer: ResponseView | null;
  /** All parts of that answer; null: the item is the only one. */
  readonly parts: readonly ItemView[] | null;
  readonly cut: ItemView['truncated'];
}
interface Remembered extends ReadFrom {
  readonly of: ReadKind;
  readonly rules: RuleSet;
  readonly read: ItemRead;
}
const memory = new WeakMap<ItemView, Remembered[]>();

const sameParts = (one: ReadFrom['parts'], other: ReadFrom['parts']): boolean =>
  one === null || other === null
    ? one === other
    : one.length === other.length && one.every((part, index) => part === other[index]);

/**
 * What an item was worked out to add, the same way; null: it was not.
 * @param from what else, beside the item, its reading depends on
 */
function recalled(item: ItemView, { answer, cut, parts }: ReadFrom, of: ReadKind, rules: RuleSet): ItemRead | null {
  const known = memory.get(item);
  if (known === undefined) return null;
  for (const one of known) {
    if (one.of === of && one.rules === rules && one.answer === answer && one.cut === cut && sameParts(one.parts, parts))
      return one.read;
  }
  return null;
}

function remember(item: ItemView, one: Remembered): void {
  const [newest] = memory.get(item) ?? [];
  // Two ways at most are asked for again and again: as the last spoken answer and as an older one.
  memory.set(item, newest === undefined ? [one] : [one, newest]);
}

type Chunk<T> = readonly T[];

/** The earliest entry of a chunk's elements: of a long session an early response goes by the first chunks only. */
function earliestBy<T>(seqOf: (element: T) => number): (chunk: Chunk<T>) => number {
  const known = new WeakMap<Chunk<T>, number>();
  return (chunk) => {
    const have = known.get(chunk);
    if (have !== undefined) return have;
    const found = chunk.reduce((least, element) => Math.min(least, seqOf(element)), Number.POSITIVE_INFINITY);
    known.set(chunk, found);
    return found;
  };
}
const earliestItem = earliestBy<ItemView>(({ addedSeq }) => addedSeq);
const earliestResponse = earliestBy<ResponseView>(({ createdSeq }) => createdSeq);

/** All that the readings of a response created by an entry go by: chunks are never changed, so the same ones read the same. */
export interface ReadingGround {
  readonly items: readonly Chunk<ItemView>[];
  readonly responses: readonly Chunk<ResponseView>[];
}

type Conversation = Pick<SessionView, 'items' | 'responses'>;

export const groundOf = ({ items, responses }: Conversation, seq: number): ReadingGround => ({
  items: items.chunks.filter((chunk) => earliestItem(chunk) < seq),
  responses: responses.chunks.filter((chunk) => earliestResponse(chunk) < seq),
});

function areThose<T>(
  had: readonly Chunk<T>[],
  chunks: readonly Chunk<T>[],
  earliest: (chunk: Chunk<T>) => number,
  seq: number,
): boolean {
  let same = 0;
  for (const chunk of chunks) {
    if (earliest(chunk) >= seq) continue;
    if (had[same] !== chunk) return false;
    same += 1;
  }
  return same === had.length;
}

/** Whether readings of that ground still hold. */
export const isGround = (had: ReadingGround, { items, responses }: Conversation, seq: number): boolean =>
  areThose(had.items, items.chunks, earliestItem, seq) &&
  areThose(had.responses, responses.chunks, earliestResponse, seq);

function readerOf(view: Conversation, seq: number, own: OwnInput | null, counting: Counting): Reader {
  const items: ItemView[] = [];
  for (const chunk of view.items.chunks) {
    if (earliestItem(chunk) >= seq) continue;
    for (const item of chunk) {
      if (stands(item, seq) && !isEmpty(item) && (own === null || own.itemIds.includes(item.id))) items.push(item);
    }
  }
  return new Reader(items, seq, rulesFor(counting));
}

/**
 * The items a response created by the entry `seq` reads, in order: the conversation until then, or those its own input
 * refers to.
 */
export const readItems = (view: Conversation, seq: number, own: OwnInput | null, counting: Counting): ItemRead[] =>
  readerOf(view, seq, own, counting).read(view.responses);

/** The same of the whole conversation, without what each adds. */
export const kindsRead = (
  view: Conversation,
  seq: number,
  counting: Counting,
): { readonly item: ItemView; readonly of: ReadKind }[] => readerOf(view, seq, null, counting).kinds(view.responses);

/** The evidence behind a response's input, item by item. */
export const itemsRead = (view: Conversation, response: ResponseView): ItemRead[] => {
  const { ownInput, counting } = response.expected.evidence.input;
  return readItems(view, response.createdSeq, ownInput, counting);
};

/** Everything of one kind that a response read. */
export interface ReadPart {
  readonly of: ReadKind;
  readonly items: number;
  /** Audio of spoken turns and answers, as far as it was read; milliseconds. */
  readonly audioMs: number;
  readonly text: number;
  readonly audio: number;
}

/** The same kind by kind, in the order in which the kinds first come. */
export function partsRead(view: Conversation, response: ResponseView): ReadPart[] {
  const parts = new Map<ReadKind, ReadPart>();
  for (const { of, audioMs, text, audio } of itemsRead(view, response)) {
    const have = parts.get(of) ?? { of, items: 0, audioMs: 0, text: 0, audio: 0 };
    parts.set(of, {
      of,
      items: have.items + 1,
      audioMs: have.audioMs + audioMs,
      text: have.text + text,
      audio: have.audio + audio,
    });
  }
  return [...parts.values()];
}
